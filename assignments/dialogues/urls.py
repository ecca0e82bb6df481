"""Addresses under /samordning/dialoger/."""

from django.urls import path

from assignments.dialogues.views import one, reading, writing

app_name = "dialogues"
urlpatterns = [
    path("", reading.dialogue_list, name="dialogue_list"),
    path("ny/", writing.dialogue_new, name="dialogue_new"),
    path("<int:pk>/", one.dialogue_detail, name="dialogue_detail"),
    path("<int:pk>/svar/", one.dialogue_answer, name="dialogue_answer"),
    path("<int:pk>/melding/", one.dialogue_write, name="dialogue_write"),
    path("<int:pk>/forslag/", one.dialogue_propose, name="dialogue_propose"),
    path("<int:pk>/enighet/", one.dialogue_judge, name="dialogue_judge"),
    path("<int:pk>/ta-tilbake/", one.dialogue_take_back, name="dialogue_take_back"),
    path("<int:pk>/trekk/", one.dialogue_withdraw, name="dialogue_withdraw"),
    path("<int:pk>/sladd/", writing.dialogue_redact, name="dialogue_redact"),
]
