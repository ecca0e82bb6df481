"""One activity: registering, reading, correcting, deleting."""

from django.urls import path

from assignments.activities.views import one, writing

urlpatterns = [
    path("ny/", writing.activity_new, name="activity_new"),
    path("<int:pk>/", one.activity_detail, name="activity_detail"),
    path("<int:pk>/endre/", writing.activity_edit, name="activity_edit"),
    path("<int:pk>/bekreft/", one.activity_confirm, name="activity_confirm"),
    path("<int:pk>/slett/", one.activity_delete, name="activity_delete"),
    path("<int:pk>/gjenopprett/", one.activity_restore, name="activity_restore"),
    path("<int:pk>/sladd/", one.activity_redact, name="activity_redact"),
]
