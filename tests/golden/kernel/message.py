"""A message as Jupyter's own library signs it. Debian 12: python3-jupyter-client 7.4.9.

    /usr/bin/python3 message.py > message.txt
"""
from jupyter_client.session import Session

session = Session(key=b"a secret", session="s", username="u")
message = session.msg("kernel_info_request", content={"text": "ä€"}, parent={}, metadata={})
message["header"]["date"] = "2026-01-01T00:00:00Z"
message["header"]["msg_id"] = "m"
for part in session.serialize(message):
    print(part.hex())
