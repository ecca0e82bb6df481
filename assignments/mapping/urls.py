"""Addresses under /kartlegging/."""

from django.urls import path

from assignments.mapping.views import answers, bank, campaigns, results

app_name = "mapping"
urlpatterns = [
    path("", campaigns.campaign_list, name="campaign_list"),
    path("ny/", campaigns.campaign_new, name="campaign_new"),
    path("sporsmal/", bank.question_list, name="question_list"),
    path("sporsmal/nytt/", bank.question_new, name="question_new"),
    path("sporsmal/<int:pk>/ta-ut/", bank.question_retire, name="question_retire"),
    path("svar/<str:key>/", answers.answer, name="answer"),
    path("svar/<str:key>/lagre/", answers.answer_save, name="answer_save"),
    path("kommune/<str:code>/", results.municipality_profile, name="municipality_profile"),
    path("kommune/<str:code>/deling/<int:pk>/", results.sharing_set, name="sharing_set"),
    path("<int:pk>/", campaigns.campaign_detail, name="campaign_detail"),
    path("<int:pk>/endre/", campaigns.campaign_edit, name="campaign_edit"),
    path("<int:pk>/sladd/", campaigns.campaign_redact, name="campaign_redact"),
    path("<int:pk>/sporsmal/", campaigns.campaign_questions, name="campaign_questions"),
    path("<int:pk>/forhandsvis/", campaigns.campaign_preview, name="campaign_preview"),
    path("<int:pk>/inviter/", campaigns.campaign_invite, name="campaign_invite"),
    path("<int:pk>/inviterte/", campaigns.invitation_list, name="invitation_list"),
    path(
        "<int:pk>/inviterte/<int:invitation>/ta-bort/",
        campaigns.invitation_remove,
        name="invitation_remove",
    ),
    path("<int:pk>/apne/", campaigns.campaign_open, name="campaign_open"),
    path("<int:pk>/purr/", campaigns.campaign_remind, name="campaign_remind"),
    path("<int:pk>/avslutt/", campaigns.campaign_close, name="campaign_close"),
    path("<int:pk>/resultater/", results.results, name="results"),
    path("<int:pk>/resultater.csv", results.results_csv, name="results_csv"),
    path("<int:pk>/resultater.json", results.results_json, name="results_json"),
]
