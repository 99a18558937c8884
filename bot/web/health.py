"""GET /healthz: the process answers. GET /readyz: it can do its work, or what keeps it from that."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

HealthCheck = Callable[[], str | None]  # None: all is well; else what is wrong, in a few words

_log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger()


def health_routes(checks: Mapping[str, HealthCheck]) -> list[Route]:
    """Both paths. The checks run in the thread pool, each time somebody asks."""

    def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    def readyz(_request: Request) -> Response:
        failing = {name: wrong for name, check in checks.items() if (wrong := _asked(name, check))}
        return JSONResponse({"ready": not failing, "failing": failing}, 503 if failing else 200)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def remembered_check(
    check: HealthCheck, seconds: float, tick: Callable[[], float] = time.monotonic
) -> HealthCheck:
    """Return the same check, asked again only after so many seconds."""
    asked_at, answer = -seconds, None

    def again() -> str | None:
        nonlocal asked_at, answer
        if tick() - asked_at >= seconds:
            answer = check()
            asked_at = tick()
        return answer

    return again


def unreached(department: str, why: str) -> str:
    """Return what is told of a department that something could not be delivered to; the doctor says the same."""
    return f"nobody of {department} can be told of what waits for them ({why})"


def _asked(name: str, check: HealthCheck) -> str | None:
    try:
        return check()
    except Exception as broken:  # noqa: BLE001 - a check that breaks is a finding, not an error page
        _log.warning("check failed", check=name, why=type(broken).__name__)
        return f"could not be checked ({type(broken).__name__})"
