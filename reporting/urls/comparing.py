"""Versions and years of reports beside each other."""

from django.urls import URLPattern, path

from reporting.views import comparing

urlpatterns: list[URLPattern] = [
    path("rapporter/<int:pk>/sammenlign/", comparing.compare_choose, name="compare_choose"),
    path("rapporter/<int:pk>/sammenlign/i-dag/", comparing.compare_today, name="compare_today"),
    path("rapporter/<int:pk>/sammenlign/<int:other_pk>/", comparing.compare, name="compare"),
]
