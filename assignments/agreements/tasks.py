from celery import shared_task

from assignments.agreements.actions import reminding


@shared_task(name="agreements.remind", expires=600)
def remind() -> None:
    """What both sides are to be told, and what ends with its municipality."""
    reminding.follow_structure()
    reminding.remind()
