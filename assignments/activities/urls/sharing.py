"""Partners, corrections of reported years, and history."""

from django.urls import path

from assignments.activities.views import correcting, history, sharing

urlpatterns = [
    path("samarbeid/", sharing.partner_list, name="partner_list"),
    path("<int:pk>/samarbeid/<slug:code>/", sharing.partner_answer, name="partner_answer"),
    path("etterregistrer/", correcting.correction_new, name="correction_new"),
    path("<int:pk>/rett/", correcting.activity_correct, name="activity_correct"),
    path("<int:pk>/trekk/", correcting.activity_withdraw, name="activity_withdraw"),
    path("<int:pk>/historikk/", history.activity_history, name="activity_history"),
]
