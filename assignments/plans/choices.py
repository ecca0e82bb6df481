"""Closed lists that tiltak and activities share, by the words of the mandate."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CentreRole(models.TextChoices):
    """In which role the centre works."""

    SUPPLIER = "supplier", _("leverandør av kompetanse")
    DEVELOPER = "developer", _("utviklingsaktør")


class CoursePhase(models.TextChoices):
    """Where in the course (forløp) the work is, by K2 of the mandate."""

    PREVENTION = "prevention", _("forebygging")
    EARLY_INTERVENTION = "early_intervention", _("tidlig innsats")
    TREATMENT = "treatment", _("behandling")
    FOLLOW_UP = "follow_up", _("oppfølging")


class LifeStage(models.TextChoices):
    """Where in the life span (livsløp) those are whom the work is for."""

    PREGNANCY = "pregnancy", _("svangerskap og første leveår")
    CHILDREN = "children", _("barn")
    YOUTH = "youth", _("ungdom")
    YOUNG_ADULTS = "young_adults", _("unge voksne")
    ADULTS = "adults", _("voksne")
    OLDER = "older", _("eldre")


class Sector(models.TextChoices):
    """Where those who take part work."""

    HEALTH = "health", _("kommunal helse og omsorg")
    SUBSTANCE_MENTAL_HEALTH = "substance_mental_health", _("kommunalt rus- og psykisk helsearbeid")
    CHILD_WELFARE = "child_welfare", _("barnevern")
    SCHOOL = "school", _("barnehage, skole og PPT")
    SOCIAL = "social", _("Nav og sosiale tjenester")
    SPECIALIST = "specialist", _("spesialisthelsetjeneste")
    JUSTICE = "justice", _("politi og kriminalomsorg")
    PUBLIC_HEALTH = "public_health", _("folkehelse, kultur og næring")
    COUNTY = "county", _("fylkeskommune og statsforvalter")
    VOLUNTARY = "voluntary", _("frivillige og brukerorganisasjoner")
    OTHER = "other", _("andre")


class Attendee(models.TextChoices):
    """In which role people take part."""

    STAFF = "staff", _("ansatt")
    MANAGER = "manager", _("leder")
    ELECTED = "elected", _("folkevalgt")
    CLINICIAN = "clinician", _("behandler")
    SERVICE_USER = "service_user", _("bruker")
    NEXT_OF_KIN = "next_of_kin", _("pårørende")
    VOLUNTEER = "volunteer", _("frivillig")


class Education(models.TextChoices):
    """Level of education of those that work or teaching is for."""

    UPPER_SECONDARY = "upper_secondary", _("videregående og fagskole")
    BACHELOR = "bachelor", _("bachelor")
    FURTHER = "further", _("videreutdanning")
    MASTER = "master", _("master")
    DOCTORAL = "doctoral", _("ph.d.")
