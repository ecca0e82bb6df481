"""The leader's queue, numbers, saved filters and exports."""

from django.urls import path

from assignments.requests.views import numbers, queue, queue_export, saved

urlpatterns = [
    path("ko/", queue.request_queue, name="request_queue"),
    path("ko/tildel/", queue.queue_assign, name="queue_assign"),
    path("ko/fil/", queue_export.queue_export, name="queue_export"),
    path("ko/filer/<int:pk>/", queue_export.queue_file, name="queue_file"),
    path("ko/filer/<int:pk>/last-ned/", queue_export.queue_file_download, name="queue_download"),
    path("ko/filtre/", saved.filter_list, name="filter_list"),
    path("ko/filtre/nytt/", saved.filter_new, name="filter_new"),
    path("ko/filtre/<int:pk>/", saved.filter_open, name="filter_open"),
    path("ko/filtre/<int:pk>/endre/", saved.filter_edit, name="filter_edit"),
    path("ko/filtre/<int:pk>/slett/", saved.filter_delete, name="filter_delete"),
    path("ko/filtre/<int:pk>/ukebrev/", saved.filter_subscribe, name="filter_subscribe"),
    path("tall/", numbers.request_numbers, name="request_numbers"),
]
