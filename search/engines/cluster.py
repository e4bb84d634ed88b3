"""The search server: connection, names, mapping, and the question that it is asked."""

import re

from django.conf import settings
from elastic_transport import NodeConfig
from elastic_transport.client_utils import url_to_node_config
from elasticsearch import Elasticsearch

from search.engines import Plan, Unavailable, askable
from search.engines.address import read_addresses

FORMAT = 2
"""Of the documents. An index of another format is made anew by ``search_index``."""
CONNECTIONS = 32
"""To each node, and threads that may ask at the same time; each web process has fewer."""
TERMS = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
MAPPING = {
    "dynamic": "strict",
    # Rows come from the database, by id: the server need not keep what it was sent.
    "_source": {"enabled": False},
    "properties": {
        "entry": {"type": "long"},
        "title_terms": TERMS,
        "body_terms": TERMS,
        "label_terms": TERMS,
        "parent_terms": TERMS,
        "scope": {"type": "keyword"},
        # Of all that was sent, to see whether it still is what the row says: see ``bulk.digest_of``.
        "digest": {"type": "long"},
    },
}
WEIGHTED = ["title_terms^4", "body_terms", "label_terms^2", "parent_terms"]
"""The weights of the SQLite engine's bm25()."""


class Cluster:
    """One or several nodes that hold an index under the alias ``live``, and while it is made anew another under ``next``."""

    def __init__(self, addresses: list[str]):
        nodes, login = read_addresses(addresses)
        several = len(nodes) > 1
        # A node that does not answer may take half of the time, so that another one can still be asked.
        timeout = settings.SEARCH_TIMEOUT / 2 if several else settings.SEARCH_TIMEOUT
        self.client = Elasticsearch(
            [_node(address, timeout) for address in nodes],
            basic_auth=login,
            max_retries=max(1, len(nodes) - 1),
            retry_on_timeout=several,
            max_dead_node_backoff=30,
        )
        self.patient = self.client.options(request_timeout=60)
        self.prefix = settings.SEARCH_INDEX_PREFIX
        self.live = f"{self.prefix}-entries"
        self.next = f"{self.prefix}-next"

    def candidates(self, plan: Plan) -> list[int]:
        """Ids of entries. Raises an error of the client, or ``Unavailable`` for an answer that is not whole."""
        found = self.client.search(
            index=self.live,
            query=query(plan),
            size=plan.limit,
            sort=[{"_score": "desc"}, {"entry": "asc"}],
            source=False,
            stored_fields="_none_",
            track_total_hits=False,
            allow_partial_search_results=False,
            # Each shard counts words by itself; with several they have to agree first, or scores cannot be compared.
            search_type="dfs_query_then_fetch" if settings.SEARCH_SHARDS > 1 else None,
            filter_path="timed_out,hits.hits.sort",
        )
        if found.get("timed_out"):
            raise Unavailable("the search took too long")
        return [hit["sort"][1] for hit in found.get("hits", {}).get("hits", [])]

    def indices_of(self, alias: str) -> list[str]:
        """Names of the indices with the alias: one or none."""
        if not self.patient.indices.exists_alias(name=alias):
            return []
        return list(self.patient.indices.get_alias(name=alias))

    def meta(self, index: str) -> dict:
        """What was noted with the index: ``format``, and ``upto``, the highest id that was loaded."""
        mapping = next(iter(self.patient.indices.get_mapping(index=index).values()))
        return mapping["mappings"].get("_meta", {})

    def create(self, index: str, alias: str) -> None:
        """An empty index, not yet refreshed by itself."""
        self.patient.indices.create(
            index=index,
            aliases={alias: {}},
            mappings={**MAPPING, "_meta": {"format": FORMAT, "upto": 0}},
            settings={
                "number_of_shards": settings.SEARCH_SHARDS,
                "number_of_replicas": settings.SEARCH_REPLICAS,
                "refresh_interval": "-1",
            },
        )

    def digests(self, alias: str, page: int = 10_000) -> dict[int, int]:
        """Ids of all entries that it holds, in order, with the digests of their documents."""
        self.patient.indices.refresh(index=alias)
        found: dict[int, int] = {}
        last = None
        while True:
            hits = self.patient.search(
                index=alias,
                size=page,
                sort=[{"entry": "asc"}, {"digest": "asc"}],
                search_after=last,
                source=False,
                stored_fields="_none_",
                track_total_hits=False,
                filter_path="hits.hits.sort",
            )
            batch = [hit["sort"] for hit in hits.get("hits", {}).get("hits", [])]
            found.update(batch)
            if len(batch) < page:
                return found
            last = batch[-1]

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def query(plan: Plan) -> dict:
    """The plan in Elasticsearch's query language.

    ``combined_fields`` is the BM25F of Robertson and Zaragoza, as is FTS5's bm25() with weights of columns.
    """
    should = []
    if anywhere := askable(plan.anywhere):
        should.append({"combined_fields": {"query": " ".join(anywhere), "fields": WEIGHTED, "operator": "or"}})
    if in_title := askable(plan.in_title):
        should.append({"match": {"title_terms": {"query": " ".join(in_title), "operator": "or", "boost": 4}}})
    scope = [{"terms": {"scope": [token.lower() for token in askable(tokens)]}} for tokens in plan.scope]
    return {"bool": {"should": should, "minimum_should_match": 1, "filter": scope}}


def stamp_of(index: str, prefix: str) -> str:
    """The time in the name of an index that ``search_index`` made; empty for others, which it never touches."""
    match = re.fullmatch(re.escape(prefix) + r"-(\d{20})", index)
    return match[1] if match else ""


def _node(address: str, timeout: float) -> NodeConfig:
    tls = {"ca_certs": settings.SEARCH_CA_FILE} if settings.SEARCH_CA_FILE and address.startswith("https:") else {}
    return url_to_node_config(address).replace(request_timeout=timeout, connections_per_node=CONNECTIONS, **tls)
