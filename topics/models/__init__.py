from topics.models.pages import TopicIndexPage, TopicPage
from topics.models.terms import AdviceLanguage, AdviceMode, Place, TargetGroup, Term, Topic

__all__ = [
    "AdviceLanguage",
    "AdviceMode",
    "Place",
    "TargetGroup",
    "Term",
    "Topic",
    "TopicIndexPage",
    "TopicPage",
]
