"""For whom demo activities were: other recipients than municipalities, and where in the course and
the life span. Uneven on purpose, so that the gaps can be seen."""

from collections.abc import Sequence
from random import Random

from assignments.activities.models import Activity, ActivityTheme
from assignments.plans.choices import CoursePhase, LifeStage
from centres.models import Centre
from korus_portal.accounts.models import Organisation
from municipalities.models import Theme

Kind = Organisation.Kind
# Name, kind, and how often it takes part in a hundred activities.
RECIPIENTS = [
    ("Demo helseforetak", Kind.HEALTH_TRUST, 9),
    ("Demo ruspoliklinikk", Kind.CLINIC, 6),
    ("Demo fylkeskommune", Kind.COUNTY_AUTHORITY, 5),
    ("Demo barne- og familieetat", Kind.CHILD_WELFARE, 3),
    ("Demo høgskole", Kind.UNIVERSITY, 2),
    ("Demo frivilligsentral", Kind.VOLUNTARY, 2),
]
# The theme of another kind of centre that one touches now and then.
ALSO: dict[str, str] = {
    Centre.Kind.KORUS: "trauma",
    Centre.Kind.RVTS: "substance_use",
    Centre.Kind.RKBU: "prevention",
}
PHASES = [
    (CoursePhase.PREVENTION, 40),
    (CoursePhase.EARLY_INTERVENTION, 30),
    (CoursePhase.TREATMENT, 10),
    (CoursePhase.FOLLOW_UP, 20),
]
STAGES = [
    (LifeStage.PREGNANCY, 3),
    (LifeStage.CHILDREN, 15),
    (LifeStage.YOUTH, 35),
    (LifeStage.YOUNG_ADULTS, 22),
    (LifeStage.ADULTS, 25),
]


def make_recipients() -> list[Organisation]:
    """In the order of RECIPIENTS. Safe to repeat."""
    return [
        Organisation.objects.get_or_create(name=name, defaults={"kind": kind, "is_demo": True})[0]
        for name, kind, _weight in RECIPIENTS
    ]


def place_in_course(activities: Sequence[Activity], random: Random) -> None:
    """Three of four at a KORUS say where in the course and the life span they were."""
    phases, often = zip(*PHASES, strict=True)
    stages, weights = zip(*STAGES, strict=True)
    for activity in activities:
        if activity.centre.kind != Centre.Kind.KORUS or random.random() < 0.25:
            continue
        activity.course_phase = random.choices(phases, often)[0]
        activity.life_stage = random.choices(stages, weights)[0]
        if activity.course_phase == CoursePhase.TREATMENT:
            activity.life_stage = LifeStage.ADULTS


def cross_themes(activities: Sequence[Activity], random: Random) -> list[ActivityTheme]:
    """Some of the work touches what another kind of centre does, so that overlaps can be seen."""
    themes = {theme.code: theme for theme in Theme.objects.filter(code__in=ALSO.values())}
    found = []
    for activity in activities:
        code = ALSO.get(activity.centre.kind)
        if code and random.random() < 0.12:
            found.append(ActivityTheme(activity=activity, theme=themes[code], position=9))
    return found


def draw_recipients(
    activities: Sequence[Activity], random: Random
) -> list[tuple[Activity, Organisation]]:
    """Which other recipient an activity had; most have none."""
    recipients = make_recipients()
    found = []
    for activity in activities:
        drawn = random.random() * 100
        for organisation, (_name, _kind, weight) in zip(recipients, RECIPIENTS, strict=True):
            drawn -= weight
            if drawn < 0:
                found.append((activity, organisation))
                break
    return found
