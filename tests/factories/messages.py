"""Messages, asked about as delivery asks."""

from rotonde.notifications.kinds import kind_of
from rotonde.notifications.models import Message


def is_relevant(message: Message) -> bool:
    """Whether `message`, read now as a carrier reads it, would still be sent."""
    read = Message.objects.filter(pk=message.pk).first() or message
    return kind_of(read).relevant(read)
