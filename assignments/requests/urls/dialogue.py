"""Messages, notes, attachments and the case as a file."""

from django.urls import path

from assignments.requests.views import dialogue, export, files, guest_files

urlpatterns = [
    path("uten-konto/sak/<str:key>/filer/<int:pk>/", guest_files.guest_file, name="guest_file"),
    path("<slug:case_number>/melding/", dialogue.message_new, name="message_new"),
    path("<slug:case_number>/notat/", dialogue.note_new, name="note_new"),
    path("<slug:case_number>/filer/<int:pk>/", files.file_download, name="file_download"),
    path("<slug:case_number>/hele-saken/", export.case_export, name="case_export"),
    path("<slug:case_number>/hele-saken/<int:pk>/", export.export_download, name="export_download"),
]
