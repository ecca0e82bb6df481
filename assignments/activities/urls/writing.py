"""One activity: registering, reading, correcting, deleting."""

from django.urls import path

from assignments.activities.views import one, typed, writing

urlpatterns = [
    path("ny/", writing.activity_new, name="activity_new"),
    path("ny/kladd/", typed.activity_typed_save, name="activity_typed_save"),
    path(
        "ny/kladd/<uuid:token>/kast/", typed.activity_typed_discard, name="activity_typed_discard"
    ),
    path("ny/forvalg/", typed.activity_presets, name="activity_presets"),
    path("ny/liknende/", typed.activity_lookalikes, name="activity_lookalikes"),
    path("uten-nett.js", typed.activity_worker, name="activity_worker"),
    path("<int:pk>/", one.activity_detail, name="activity_detail"),
    path("<int:pk>/endre/", writing.activity_edit, name="activity_edit"),
    path("<int:pk>/bekreft/", one.activity_confirm, name="activity_confirm"),
    path("<int:pk>/slett/", one.activity_delete, name="activity_delete"),
    path("<int:pk>/gjenopprett/", one.activity_restore, name="activity_restore"),
    path("<int:pk>/sladd/", one.activity_redact, name="activity_redact"),
]
