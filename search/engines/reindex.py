"""A new index beside the one that is searched, and what index and database differ in.

While ``next`` is loaded, all processes write to it, too (``Elasticsearch.push``). So nothing is lost that changes
meanwhile, and an interrupted load goes on later where it was: the index itself remembers how far it got.
"""

import time

from django.utils import timezone
from rich.progress import Progress

from search.engines import Unavailable
from search.engines.bulk import FIELDS, digest_of, push
from search.engines.cluster import FORMAT, Cluster, stamp_of
from search.models import Entry

BATCH = 1000
"""Entries after which progress is noted."""
LAST_SEARCHES = 1.0
"""Seconds that searches may take that have begun before the swap."""
COPIES = "30s"
"""How long to wait until the new index is on as many nodes as it should be."""


def rebuild(cluster: Cluster, console) -> None:
    """Load a new index, or go on with an unfinished one, and put it in the old one's place."""
    index, upto = _unfinished(cluster)
    if index:
        console.print(f"Going on with {index} after entry {upto}.")
    else:
        index, upto = f"{cluster.prefix}-{timezone.now():%Y%m%d%H%M%S%f}", 0
        cluster.create(index, cluster.next)
    _load(cluster, index, upto, console)
    client = cluster.patient
    client.indices.put_settings(index=index, settings={"index": {"refresh_interval": "1s"}})
    client.indices.refresh(index=index)
    health = client.options(ignore_status=408).cluster.health(index=index, wait_for_status="green", timeout=COPIES)
    if health["status"] != "green":
        console.print(f"{index} does not have all its copies: fewer nodes than SEARCH_REPLICAS asks for?")
    _swap(cluster, index)


def _unfinished(cluster: Cluster) -> tuple[str, int]:
    """An index whose load was interrupted, and the last entry that it has; one of another format is dropped."""
    for index in cluster.indices_of(cluster.next):
        meta = cluster.meta(index)
        if meta.get("format") == FORMAT:
            return index, meta.get("upto", 0)
        cluster.patient.indices.delete(index=index)
    return "", 0


def _load(cluster: Cluster, index: str, upto: int, console) -> None:
    entries = Entry.objects.order_by("pk").values_list("pk", flat=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("Loading", total=entries.filter(pk__gt=upto).count())
        while ids := list(entries.filter(pk__gt=upto)[:BATCH]):
            load(cluster, ids)
            upto = ids[-1]
            cluster.patient.indices.put_mapping(index=index, meta={"format": FORMAT, "upto": upto})
            progress.advance(bar, len(ids))


def load(cluster: Cluster, ids: list[int]) -> None:
    """Bring entries into the unfinished index. A refused version is no loss: somebody has sent a newer one."""
    push(cluster.patient, [cluster.next], ids)


def _swap(cluster: Cluster, index: str) -> None:
    """One step for all who search: from the old index to the new one. The old one goes when nobody reads it any more."""
    old = [name for name in cluster.indices_of(cluster.live) if name != index]
    foreign = [name for name in old if not stamp_of(name, cluster.prefix)]
    if foreign:
        raise Unavailable(f"the alias {cluster.live} belongs to {', '.join(foreign)}, which search_index did not make")
    cluster.patient.indices.update_aliases(
        actions=[
            {"add": {"index": index, "alias": cluster.live}},
            {"remove": {"index": index, "alias": cluster.next, "must_exist": True}},
            *({"remove": {"index": name, "alias": cluster.live}} for name in old),
        ]
    )
    if old:
        time.sleep(LAST_SEARCHES)
    kept = {index, *cluster.indices_of(cluster.next)}
    for name in cluster.patient.indices.get(index=f"{cluster.prefix}-*"):
        if stamp_of(name, cluster.prefix) and name not in kept:
            cluster.patient.indices.delete(index=name, ignore_unavailable=True)


def differences(cluster: Cluster) -> tuple[list[int], list[int], list[int]]:
    """Ids of entries that the index lacks, that are not what the index holds, and of documents whose entry is gone."""
    held = cluster.digests(cluster.live)
    missing, outdated = [], []
    rows = Entry.objects.order_by("pk").values_list("pk", *FIELDS)
    for pk, *row in rows.iterator(chunk_size=BATCH):
        digest = held.pop(pk, None)
        if digest is None:
            missing.append(pk)
        elif digest != digest_of(row):
            outdated.append(pk)
    return missing, outdated, sorted(held)


def fit(cluster: Cluster) -> bool:
    """Whether there is an index, of this format."""
    return any(cluster.meta(index).get("format") == FORMAT for index in cluster.indices_of(cluster.live))
