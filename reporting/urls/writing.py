"""Writing a report's texts, and speaking about them in the margin."""

from django.urls import URLPattern, path

from reporting.views import answering, commenting, writing

urlpatterns: list[URLPattern] = [
    path("rapporter/<int:pk>/del/<slug:key>/", writing.section_edit, name="section_edit"),
    path("rapporter/<int:pk>/tiltak/<int:entry_pk>/", writing.entry_edit, name="entry_edit"),
    path("rapporter/<int:pk>/krav/", answering.report_answers, name="report_answers"),
    path("rapporter/<int:pk>/krav/<int:answer_pk>/", writing.answer_edit, name="answer_edit"),
    path(
        "rapporter/<int:pk>/krav/<int:answer_pk>/rader/",
        answering.answer_rows,
        name="answer_rows",
    ),
    path(
        "rapporter/<int:pk>/krav/<int:answer_pk>/rader/<int:link_pk>/fjern/",
        answering.answer_unlink,
        name="answer_unlink",
    ),
    path("rapporter/<int:pk>/skrevet/", writing.typed_keep, name="typed_keep"),
    path("rapporter/<int:pk>/skrevet/forkast/", writing.typed_discard, name="typed_discard"),
    path("rapporter/<int:pk>/kommentarer/", commenting.report_comments, name="report_comments"),
    path("rapporter/<int:pk>/kommentarer/ny/", commenting.comment_add, name="comment_add"),
    path(
        "rapporter/<int:pk>/kommentarer/<int:comment_pk>/svar/",
        commenting.comment_reply,
        name="comment_reply",
    ),
    path(
        "rapporter/<int:pk>/kommentarer/<int:comment_pk>/avklart/",
        commenting.comment_resolve,
        name="comment_resolve",
    ),
    path("rapporter/<int:pk>/sladd/", writing.report_redact, name="report_redact"),
]
