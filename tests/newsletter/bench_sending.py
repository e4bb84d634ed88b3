"""How fast an issue goes out: ``python -m tests.newsletter.bench_sending``, with a mail server and a database of its own.

``--topics 10``: each reader has chosen some of ten topics, so that hardly two get the same; with three pictures.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.newsletter.sink import sink
from tests.newsletter.test_kill import COUNT, PREPARE, start
from tests.running import filled, run

MOMENT = 0.1
TOPICS = """
import random
from core.models import PortalImage
from news.models import NewsPage
from newsletter.models import Issue, Subscriber
from topics.models import Topic
from wagtail.images.tests.utils import get_test_image_file_jpeg
chance = random.Random(5)
topics = [Topic.objects.create(code=f"bench-{{n}}", names={{"de": f"Thema {{n}}"}}) for n in range({topics})]
news = list(NewsPage.objects.published().order_by("-date")[: len(topics)])
for page, topic in zip(news, topics):
    page.topics.set([topic])
    page.save()
through = Subscriber.topics.through
through.objects.bulk_create([
    through(subscriber_id=pk, topic_id=topic.pk)
    for pk in Subscriber.objects.values_list("pk", flat=True)
    for topic in chance.sample(topics, chance.randrange(1, len(topics) + 1))
], batch_size=1000)
issue = Issue.objects.latest("pk")
issue.body.append(("news", {{"pages": news}}))
for n in range(3):
    image = PortalImage.objects.create(title=str(n), description="Bild", file=get_test_image_file_jpeg(size=(1200, 800)))
    issue.body.append(("picture", {{"image": image, "alt_texts": [{{"language": "de", "text": "Bild"}}]}}))
issue.save()
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--topics", type=int, default=0)
    options = parser.parse_args()
    number = options.mails
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with filled(folder) as database, sink(folder) as server:
            env = {
                "DATABASE_URL": database,
                "VAR_DIR": name,
                "EMAIL_URL": server.url,
                "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            }
            run("manage.py", "shell", "-v0", "-c", PREPARE.format(number=number), **env)
            if options.topics:
                run("manage.py", "shell", "-v0", "-c", TOPICS.format(topics=options.topics), **env)
            worker = start(env, "send_issue", "latest", "--no-progress")
            while not (first := len(server.accepted())):
                time.sleep(MOMENT)
            began = time.monotonic()
            while len(server.accepted()) < number and worker.poll() is None:
                time.sleep(MOMENT)
            seconds = time.monotonic() - began
            worker.wait()
            print(run("manage.py", "shell", "-v0", "-c", COUNT, **env).stdout.strip()[:100])
    print(f"{number} mails, one worker: {(number - first) / seconds:.0f} mails/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
