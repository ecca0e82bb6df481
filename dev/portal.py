"""The portal's own three processes: web server, Celery worker and Celery beat."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path

from dev.paths import venv_program
from dev.processes import Process

APP = "korus_portal.celery:app"
ADDRESS = "127.0.0.1"


def web_url(port: int) -> str:
    return f"http://{ADDRESS}:{port}"


def web(data_folder: Path, port: int) -> Process:
    """Two processes of four threads; their heartbeat files lie in memory where there is some."""
    heartbeat = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(data_folder)  # noqa: S108
    command = [
        venv_program("gunicorn"),
        "korus_portal.wsgi:application",
        f"--bind={ADDRESS}:{port}",
        "--workers=2",
        "--threads=4",
        "--graceful-timeout=10",
        "--no-control-socket",
        f"--worker-tmp-dir={heartbeat}",
    ]
    return Process("web", command, data_folder / "log" / "web.log", patience=15)


def worker(data_folder: Path) -> Process:
    """Gossip and mingle are for many workers that talk together; here is one."""
    command = [
        *(venv_program("celery"), "-A", APP, "worker"),
        *("--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle"),
    ]
    return Process("worker", command, data_folder / "log" / "worker.log", patience=15)


def beat(data_folder: Path) -> Process:
    schedule = data_folder / "beat-schedule"
    command = [
        *(venv_program("celery"), "-A", APP, "beat"),
        *("--loglevel=INFO", f"--schedule={schedule}", "--pidfile="),
    ]
    return Process("beat", command, data_folder / "log" / "beat.log")


def is_healthy(url: str) -> bool:
    """True when /healthz says that database, broker and worker are up."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
