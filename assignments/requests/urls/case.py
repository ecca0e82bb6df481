"""One case, step by step."""

from django.urls import path

from assignments.requests.views import case, deciding, handing_over, outline

CASE = "<slug:case_number>/"

urlpatterns = [
    path(CASE, case.request_detail, name="request_detail"),
    path(f"{CASE}ta/", case.request_take, name="request_take"),
    path(f"{CASE}gi/", deciding.request_assign, name="request_assign"),
    path(f"{CASE}avklaring/", deciding.request_clarify, name="request_clarify"),
    path(f"{CASE}kan-bista/", deciding.request_accept, name="request_accept"),
    path(f"{CASE}kan-bista-sammen/", deciding.request_join, name="request_join"),
    path(f"{CASE}kan-ikke-bista/", deciding.request_decline, name="request_decline"),
    path(f"{CASE}start/", case.request_start, name="request_start"),
    path(f"{CASE}avslutt/", deciding.request_close, name="request_close"),
    path(f"{CASE}trekk/", deciding.request_withdraw, name="request_withdraw"),
    path(f"{CASE}overlevering/", handing_over.request_hand_over, name="request_hand_over"),
    path(f"{CASE}be-om/", handing_over.request_ask, name="request_ask"),
    path(
        f"{CASE}overlevering/<int:pk>/svar/",
        handing_over.hand_over_answer,
        name="hand_over_answer",
    ),
    path(
        f"{CASE}overlevering/<int:pk>/trekk/",
        handing_over.hand_over_take_back,
        name="hand_over_take_back",
    ),
    path(f"{CASE}forlat/", handing_over.request_leave, name="request_leave"),
    path(f"{CASE}kommune/<int:pk>/med/", case.partner_confirm, name="partner_confirm"),
    path(f"{CASE}kommune/<int:pk>/ikke-med/", case.partner_leave, name="partner_leave"),
    path(f"{CASE}saksnummer/<slug:side>/", case.request_number, name="request_number"),
    path(f"{CASE}sladd/", case.request_redact, name="request_redact"),
    path(f"{CASE}drift/", outline.request_operate, name="request_operate"),
]
