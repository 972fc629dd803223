"""A letter in parts, for a Graph that takes none whole. Loaded on Graph's loop only.

The invitation is then a file that goes with the letter: most calendars open it, though
not all know it for what it is.
"""

from __future__ import annotations

from email.message import EmailMessage

from msgraph.generated.models.attachment import Attachment
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.file_attachment import FileAttachment
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.message import Message
from msgraph.generated.models.recipient import Recipient
from msgraph.generated.users.item.send_mail.send_mail_post_request_body import (
    SendMailPostRequestBody,
)


def in_parts(letter: EmailMessage) -> SendMailPostRequestBody:
    """Take a letter to pieces as Graph wants them."""
    text = letter.get_body(("plain",))
    files = [_file(p) for p in letter.walk() if p.get_content_maintype() != "multipart"]
    return SendMailPostRequestBody(
        message=Message(
            subject=str(letter["Subject"]),
            body=ItemBody(
                content_type=BodyType.Text,
                content="" if text is None else text.get_content(),
            ),
            to_recipients=[
                Recipient(
                    email_address=EmailAddress(
                        address=one.addr_spec, name=one.display_name
                    )
                )
                for one in letter["To"].addresses
            ],
            internet_message_id=str(letter["Message-ID"]),
            attachments=[file for file in files if file is not None],
        ),
        save_to_sent_items=True,
    )


def _file(part: EmailMessage) -> Attachment | None:
    """Make a file of an invitation; nothing, of what is in the letter itself."""
    if part.get_content_type() != "text/calendar":
        return None
    method = part.get_param("method", "")
    lines = part.get_content().replace("\r\n", "\n").replace("\n", "\r\n")
    return FileAttachment(
        odata_type="#microsoft.graph.fileAttachment",
        name="invite.ics",
        content_type=f"text/calendar; charset=utf-8; method={method}",
        content_bytes=lines.encode(),
    )
