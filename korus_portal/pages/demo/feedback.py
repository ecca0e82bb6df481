"""Demo feedback: forms about the latest courses, with answers from nobody."""

from datetime import timedelta
from random import Random

from assignments.activities.models import Activity
from assignments.feedback.models import Answer, BankQuestion, FeedbackForm
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User

COMMENTS = [
    "Godt å få prøve selv. (Demotekst.)",
    "Mer tid til egne eksempler neste gang. (Demotekst.)",
    "",
    "",
]
COURSES = 6
Group = FeedbackForm.Group


def make_feedback(centre: Centre, by: User, users: Organisation, random: Random) -> int:
    """Some courses with many answers, one with too few to be shown. Returns how many answers."""
    questions = list(BankQuestion.objects.order_by("position")[:2])
    held = Activity.objects.counting().filter(centre=centre, kind=Activity.Kind.COURSE)
    answers: list[Answer] = []
    for number, course in enumerate(held.order_by("-starts_on", "pk")[:COURSES]):
        form = FeedbackForm.objects.create(
            centre=centre,
            activity=course,
            group=Group.PARTICIPANTS,
            closes_on=course.starts_on + timedelta(days=30),
            made_by=by,
            is_demo=True,
        )
        form.questions.set(questions)
        count = 2 if number == COURSES - 1 else random.randint(4, 14)
        answers += [answer(form, course, questions, random) for _n in range(count)]
    made_through(centre, by, users)
    Answer.objects.bulk_create(answers)
    return len(answers)


def made_through(centre: Centre, by: User, users: Organisation) -> None:
    """Users are asked about a tiltak through their organisation."""
    assignment = Assignment.objects.filter(centre=centre).order_by("pk")[0]
    FeedbackForm.objects.create(
        centre=centre,
        assignment=assignment,
        group=Group.SERVICE_USERS,
        organisation=users,
        closes_on=assignment.starts_on.replace(year=2027),
        made_by=by,
        is_demo=True,
    )


def answer(
    form: FeedbackForm, course: Activity, questions: list[BankQuestion], random: Random
) -> Answer:
    def score() -> int:
        return random.choice([2, 3, 4, 4, 5, 5])

    return Answer(
        form=form,
        month=course.starts_on.replace(day=1),
        useful=score(),
        close_to_practice=score(),
        more={question.code: score() for question in questions},
        comment=random.choice(COMMENTS),
    )
