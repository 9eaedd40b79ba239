"""Golden values for tests/Data/NewsgroupTests.cs: made-up messages and what scikit-learn leaves of them.

Run: python3 make.py > messages.json   (made with Python 3.11, scikit-learn 1.2.1)
"""
import itertools
import json

from sklearn.datasets._twenty_newsgroups import strip_newsgroup_footer, strip_newsgroup_header, strip_newsgroup_quoting

HEADER = "From: someone@somewhere.edu (Some One)\nSubject: Re: a question\nLines: 9\n\n"
MESSAGES = [
    HEADER + "Hello all,\n\nis this the right place?\n\n--\nSome One, Somewhere University\n\"a motto\"\n",
    HEADER + "In article <123@abc> someone@else.com (Else) writes:\n> first quoted line\n> second\n\nI do not agree.\nNot at all.\n",
    HEADER + "| another way to quote\n|so is this\nBob said: no\nHe wrote: yes\nand writes in his own way\nQuoted from the paper:\nplain end",
    HEADER + "one line only\n",
    HEADER,
    "From: nobody\nno empty line at all\n",
    HEADER + "text\n  \n ----- \nsignature\n-- \nmore\n\n",
    HEADER + "----\neverything after a rule\n",
    HEADER + "   \n\n\n",
    HEADER + "  > indented, no quote\nIn Article is no In article\nshe says: x\nsays it all\n\nlast words, no signature\nbut two lines",
    "\n\nno header, two empty lines\n\nend",
    HEADER + "caf\u00e9 na\u00efve \u00a7 1\n\n-----------------------------\n\u00a9 me\n",
]
PARTS = [(1, strip_newsgroup_header), (2, strip_newsgroup_footer), (4, strip_newsgroup_quoting)]

cases = []
for message in MESSAGES:
    for kept in itertools.product([False, True], repeat=3):
        parts, text = 0, message
        for remove, (flag, strip) in zip(kept, PARTS):
            if remove:
                parts, text = parts | flag, strip(text)
        cases.append({"message": message, "parts": parts, "text": text})
print(json.dumps(cases, indent=0, ensure_ascii=True))
