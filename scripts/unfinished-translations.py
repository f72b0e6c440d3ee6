#!/usr/bin/env python3
"""unfinished-translations.py FILE.ts...

Says which texts are not translated, or not so that they can be shown: without a translation, with other placeholders than
the text has, or with too few plural forms. Fails when there are any.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree

PLURAL_FORMS = {"en": 2, "de": 2, "fr": 2, "ar": 6}
PLACEHOLDER = re.compile(r"%(?:L?\d+|L?n)")


def faults(language, message):
    source = message.findtext("source")
    translation = message.find("translation")
    is_plural = message.get("numerus") == "yes"
    forms = [form.text or "" for form in translation.findall("numerusform")] if is_plural else [translation.text or ""]
    if translation.get("type") == "unfinished" or not all(forms):
        yield "not translated"
        return
    if is_plural and len(forms) != PLURAL_FORMS[language]:
        yield f"{len(forms)} plural forms instead of {PLURAL_FORMS[language]}"
    if "%n" in source:
        yield "%n shows a large number without its separators: %Ln"
    wanted = set(PLACEHOLDER.findall(source))
    for form in forms:
        has = set(PLACEHOLDER.findall(form))
        # "One file" needs no number.
        if has - wanted or wanted - has - ({"%Ln"} if is_plural else set()):
            yield f"placeholders differ: {form}"


def main():
    count = 0
    for path in sys.argv[1:]:
        root = xml.etree.ElementTree.parse(path).getroot()
        language = root.get("language").split("_")[0]
        for context in root.iter("context"):
            for message in context.iter("message"):
                for fault in faults(language, message):
                    count += 1
                    print(f"{pathlib.Path(path).name}: {context.findtext('name')}: "
                          f"{message.findtext('source')!r}: {fault}")
    return 1 if count else 0


sys.exit(main())
