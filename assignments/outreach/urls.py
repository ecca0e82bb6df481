"""Addresses under /bor-kontaktes/."""

from django.urls import path

from assignments.outreach.views import reading, weights, writing

app_name = "outreach"
urlpatterns = [
    path("", reading.call_list, name="call_list"),
    path("fil/", reading.call_export, name="call_export"),
    path("vekter/", weights.weights, name="weights"),
    path("vekter/tilbakestill/", weights.weights_reset, name="weights_reset"),
    path("oppfolging/<int:pk>/kontakt/", writing.contact_new, name="contact_new"),
    path("oppfolging/<int:pk>/avslutt/", writing.approach_end, name="approach_end"),
    path("oppfolging/<int:pk>/gi-videre/", writing.approach_hand_over, name="approach_hand_over"),
    path("kontakt/<int:pk>/rett/", writing.contact_edit, name="contact_edit"),
    path("kontakt/<int:pk>/sladd/", writing.contact_redact, name="contact_redact"),
    path("kommentar/<int:pk>/sladd/", writing.comment_redact, name="comment_redact"),
    path("<slug:code>/", reading.call_detail, name="call_detail"),
    path("<slug:code>/ta/", writing.call_take, name="call_take"),
    path("<slug:code>/kommentar/", writing.comment_new, name="comment_new"),
]
