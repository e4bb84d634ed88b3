"""Candidates from Elasticsearch 9. It may be down: then the database's engine answers, and nobody has to notice.

Why analysis and ranking are not the server's: ``docs/decisions/0014-search-engines.md``.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import transaction
from elastic_transport import TransportError
from elasticsearch import ApiError

from search.engines import Engine, Plan, Unavailable, askable, outbox, reindex
from search.engines.breaker import Breaker, described
from search.engines.bulk import push
from search.engines.cluster import CONNECTIONS, Cluster
from search.models import Outbox

log = logging.getLogger(__name__)

ERRORS = (ApiError, TransportError, Unavailable)
REFUSED = {400, 413}
"""HTTP statuses that blame the question alone: malformed, too large. Others may use the server."""
PUSH_SECONDS = 3
"""How long somebody who saves a page waits for a node."""


class Elasticsearch(Engine):
    """One document for each ``Entry``. ``fallback`` answers while the cluster does not."""

    def __init__(self, addresses: list[str], fallback: Engine):
        self.fallback = fallback
        self.cluster = Cluster(addresses)
        self.breaker = Breaker("The search server", "the database answers")
        # The client's time-outs begin anew with every node and every piece of an answer; the wait for a thread does not.
        self.threads = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="search")

    def candidates(self, plan: Plan) -> list[int]:
        if not askable([*plan.anywhere, *plan.in_title]):
            return []
        found = self._ask(lambda: self.cluster.candidates(plan))
        return self.fallback.candidates(plan) if found is None else found

    def answers(self) -> bool:
        return bool(self._ask(self._has_index))

    def _has_index(self) -> bool:
        if not self.cluster.client.indices.exists_alias(name=self.cluster.live):
            raise Unavailable("there is no index; manage.py search_index rebuild makes one")
        return True

    def _ask(self, question: Callable):
        """The answer, or None during an outage and for a question that is refused; within ``SEARCH_TIMEOUT`` seconds."""
        if not self.breaker.allows():
            return None
        try:
            answer = self.threads.submit(question).result(settings.SEARCH_TIMEOUT)
        except Exception as error:
            if getattr(error, "status_code", None) not in REFUSED:
                self.breaker.failed(error)
                return None
            # The server's own words may quote what somebody typed.
            log.warning("The search server refused a question, the database answers it: HTTP %s", error.status_code)
            answer = None
        self.breaker.succeeded()
        return answer

    def changed(self, entries: list, gone: list[int]) -> None:
        ids = [*(entry.pk for entry in entries), *gone]
        if ids:
            outbox.note(ids)
            transaction.on_commit(self._send_change, robust=True)

    def _send_change(self) -> None:
        if Outbox.objects.exists():
            self.catch_up(outbox.PER_CHANGE)

    def catch_up(self, at_most: int | None = None) -> int:
        waiting = None
        if self.breaker.allows():
            try:
                waiting = outbox.send(self.push, at_most)
            except ERRORS as error:
                self.breaker.failed(error)
            else:
                self.breaker.succeeded()
        if waiting is None:
            waiting = Outbox.objects.count()
        if waiting:
            outbox.later()
        return waiting

    def push(self, ids: list[int]) -> set[int]:
        """Bring entries into the index, and into the next one where it is being made."""
        hasty = self.cluster.client.options(request_timeout=PUSH_SECONDS)
        return push(hasty, [self.cluster.live, self.cluster.next], ids)

    def complete(self, rebuild: bool, console) -> None:
        try:
            if rebuild or not reindex.fit(self.cluster):
                covered = list(Outbox.objects.values_list("pk", flat=True))
                reindex.rebuild(self.cluster, console)
                for start in range(0, len(covered), outbox.BATCH):
                    Outbox.objects.filter(pk__in=covered[start : start + outbox.BATCH]).delete()
            outbox.send(self._push_patiently)
            missing, outdated, extra = reindex.differences(self.cluster)
            failed = self._push_patiently([*missing, *outdated, *extra])
        except ERRORS as error:
            raise Unavailable(f"The search server: {described(error)}") from error
        self.breaker.succeeded()
        if missing or outdated or extra:
            console.print(f"Search server: {len(missing)} added, {len(outdated)} renewed, {len(extra)} removed.")
        if failed:
            raise Unavailable(f"The search server refused {len(failed)} entries, the first is {min(failed)}.")

    def _push_patiently(self, ids: list[int]) -> set[int]:
        return push(self.cluster.patient, [self.cluster.live, self.cluster.next], ids)

    def settle(self) -> None:
        try:
            outbox.send(self.push)
            self.cluster.client.indices.refresh(index=self.cluster.live)
        except ERRORS as error:
            self.breaker.failed(error)

    def state(self) -> dict:
        found = {"engine": "elasticsearch", "ok": False, "detail": ""}
        waiting = Outbox.objects.count()
        try:
            if not reindex.fit(self.cluster):
                return {**found, "detail": "no index of this version; search_index rebuild makes one"}
            missing, outdated, extra = reindex.differences(self.cluster)
        except ERRORS as error:
            return {**found, "detail": f"does not answer ({described(error)}), {waiting} changes wait"}
        found["ok"] = not (missing or outdated or extra or waiting)
        counts = f"{len(missing)} missing, {len(outdated)} outdated, {len(extra)} too many"
        found["detail"] = f"{counts}, {waiting} changes wait"
        return found

    def close(self) -> None:
        """Give back threads and connections."""
        self.threads.shutdown(wait=False, cancel_futures=True)
        self.cluster.close()
