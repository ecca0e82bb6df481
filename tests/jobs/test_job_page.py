"""Following long work: how far it is, what to do when it stopped, and setting it going again."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.jobs import actions, work
from korus_portal.jobs.models import Job
from tests.jobs.test_work import Sent, sent

__all__ = ["sent"]


@pytest.fixture
def job(adviser: User) -> Job:
    return actions.start(
        "noe.langt", key="langt", label="Noe langt", by=adviser, return_path="/sentre/"
    )


@pytest.fixture
def failed(job: Job) -> Job:
    def fail(_work: work.Work) -> None:
        raise ValueError("intern hemmelighet")

    work.run(str(job.pk), fail)
    job.refresh_from_db()
    return job


def test_one_sees_how_far_ones_own_work_is(client: Client, job: Job, adviser: User) -> None:
    client.force_login(adviser)
    page = client.get(job.get_absolute_url()).content.decode()
    assert "Noe langt" in page
    assert "<progress" in page
    assert f'hx-get="/jobber/{job.pk}/framdrift/"' in page


def test_other_peoples_work_is_not_found(client: Client, job: Job, leader: User) -> None:
    client.force_login(leader)
    for path in ("", "framdrift/"):
        assert client.get(f"{job.get_absolute_url()}{path}").status_code == 404
    assert client.post(f"{job.get_absolute_url()}igjen/").status_code == 404
    assert client.get(f"/jobber/{uuid.uuid4()}/").status_code == 404


def test_done_work_leads_on_to_its_result(client: Client, job: Job, adviser: User) -> None:
    work.run(str(job.pk), lambda _work: None)
    client.force_login(adviser)
    assert client.get(job.get_absolute_url())["Location"] == "/sentre/"


def test_the_bar_refreshes_itself_and_asks_for_the_page_when_it_ends(
    client: Client, job: Job, adviser: User
) -> None:
    client.force_login(adviser)
    url = f"{job.get_absolute_url()}framdrift/"
    assert client.get(url)["Location"] == job.get_absolute_url()
    answer = client.get(url, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in answer
    work.run(str(job.pk), lambda _work: None)
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_failed_work_says_what_to_do_and_tells_no_secrets(
    client: Client, failed: Job, adviser: User
) -> None:
    client.force_login(adviser)
    page = client.get(failed.get_absolute_url()).content.decode()
    assert "Prøv igjen" in page
    assert str(failed.pk) in page
    assert "hemmelighet" not in page


def test_failed_work_is_set_going_again_once(
    client: Client,
    failed: Job,
    adviser: User,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client.force_login(adviser)
    url = f"{failed.get_absolute_url()}igjen/"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url)["Location"] == failed.get_absolute_url()
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (Job.State.QUEUED, 0, "")
    assert len(sent) == 1
    again = client.post(url, follow=True).content.decode()
    assert "allerede startet på nytt" in again
    assert Event.objects.filter(kind="jobs.job_retried").count() == 1


def test_retrying_leads_to_the_same_work_when_somebody_has_asked_for_it_anew(
    failed: Job, adviser: User
) -> None:
    newer = actions.start("noe.langt", key="langt", label="Noe langt", by=adviser)
    assert actions.retry_job(job=failed, by=adviser) == newer
    failed.refresh_from_db()
    assert failed.state == Job.State.FAILED


def test_the_administrator_may_retry_and_others_not(
    failed: Job, administrator: User, leader: User
) -> None:
    with pytest.raises(PermissionDenied):
        actions.retry_job(job=failed, by=leader)
    actions.retry_job(job=failed, by=administrator)
    with pytest.raises(actions.NotFailedError):
        actions.retry_job(job=failed, by=administrator)


def test_the_operator_sees_all_work(client: Client, failed: Job, administrator: User) -> None:
    client.force_login(administrator)
    assert "Noe langt" in client.get("/admin/jobs/job/").content.decode()
    page = client.get(f"/admin/jobs/job/{failed.pk}/change/").content.decode()
    assert "intern hemmelighet" in page
