"""Messages, notes, attachments and the case as a file."""

from django.urls import path

from assignments.requests.views import dialogue, files

urlpatterns = [
    path("<slug:case_number>/melding/", dialogue.message_new, name="message_new"),
    path("<slug:case_number>/notat/", dialogue.note_new, name="note_new"),
    path("<slug:case_number>/filer/<int:pk>/", files.file_download, name="file_download"),
]
