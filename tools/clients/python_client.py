"""The official client for Python, with its own settings but for the address. python.test.mjs runs it in front of the built proxy."""

import json
import os
import pathlib
import time
import unittest

import openai

URL = os.environ["SLUICE_URL"]
TOKENS = json.loads(os.environ["SLUICE_TOKENS"])
ERRORS = json.loads(pathlib.Path(__file__).with_name("errors.json").read_text())
MUTTERED = json.loads(pathlib.Path(__file__).with_name("muttered.json").read_text())
SOUND = bytes(index * 31 % 256 for index in range(70_000))
RECORDING = ("hello.mp3", SOUND, "audio/mpeg")
HELLO = "Hello there!"


def v1(caller="app"):
    return openai.OpenAI(base_url=URL + "/openai/v1", api_key=TOKENS.get(caller, "unsigned"))


def dated(caller="app"):
    return openai.AzureOpenAI(azure_endpoint=URL, api_key=TOKENS.get(caller, "unsigned"), api_version="2024-10-21")


def ask(content="hi", model="gpt", **more):
    text = content if isinstance(content, str) else json.dumps(content)
    return {"model": model, "messages": [{"role": "user", "content": text}], **more}


def text(stream, into):
    for part in stream:
        into.extend(choice.delta.content or "" for choice in part.choices or [])
    return "".join(into)


def raised(call):
    """What it raises: its very class, its status and its code."""
    try:
        call()
    except Exception as error:  # whatever it is, it is compared
        return type(error), getattr(error, "status_code", None), getattr(error, "code", None)
    raise AssertionError("nothing was raised")


class Surface(unittest.TestCase):
    def test_every_operation_answers_on_both_surfaces(self):
        for client in (v1(), dated()):
            with self.subTest(client=type(client).__name__):
                self.assertEqual(client.chat.completions.create(**ask()).choices[0].message.content, HELLO)
                self.assertEqual(text(client.chat.completions.create(**ask(), stream=True), []), HELLO)
                self.assertEqual(client.completions.create(model="gpt", prompt="hi").choices[0].text, "Hello")
                self.assertEqual(client.embeddings.create(model="gpt", input="hi").data[0].embedding, [1, 2])
                self.assertEqual(client.images.generate(model="gpt", prompt="hi").data[0].b64_json, "aW1hZ2U=")
                picture = ("a.png", SOUND, "image/png")
                self.assertEqual(client.images.edit(model="gpt", prompt="hi", image=picture).data[0].b64_json, "aW1hZ2U=")
                self.assertEqual(client.audio.transcriptions.create(model="gpt", file=RECORDING).text, HELLO)
                parts = client.audio.transcriptions.create(model="gpt", file=RECORDING, stream=True)
                self.assertEqual([part.type for part in parts], ["transcript.text.delta", "transcript.text.done"])
                self.assertEqual(client.audio.translations.create(model="gpt", file=RECORDING).text, HELLO)
                self.assertEqual(client.audio.speech.create(model="gpt", voice="alloy", input="hi").content, SOUND)
                self.assertEqual([model.id for model in client.models.list()], ["gpt", "other"])

    def test_a_conversation_of_responses_goes_on_at_its_account(self):
        responses = v1().responses
        for _ in range(6):
            first = responses.create(model="gpt", input="hi")
            following = responses.create(model="gpt", input="and?", previous_response_id=first.id)
            self.assertEqual(following.id[:6], first.id[:6])
            self.assertEqual(responses.retrieve(following.previous_response_id).id, first.id)
            self.assertEqual(responses.cancel(following.id).id, following.id)
            responses.delete(following.id)
            self.assertEqual(raised(lambda: responses.retrieve(following.id)), (openai.NotFoundError, 404, None))


class Errors(unittest.TestCase):
    def test_each_error_is_raised_as_its_class(self):
        for surface in (v1, dated):
            for row in ERRORS:
                with self.subTest(surface=surface.__name__, what=row["what"]):
                    more = {"stream": True} if row.get("stream") else {}
                    request = ask(row.get("wish", "hi"), row.get("model", "gpt"), **more)
                    client = surface(row.get("caller", "app")).with_options(max_retries=0)
                    expected = (getattr(openai, row["class"]), row["status"], row["code"])
                    self.assertEqual(raised(lambda: client.chat.completions.create(**request)), expected)

    def test_what_lives_in_one_account_is_refused_with_what_to_do(self):
        client = v1()
        for call in (client.files.list, client.batches.list, client.vector_stores.list, client.fine_tuning.jobs.list):
            self.assertEqual(raised(call), (openai.BadRequestError, 400, "not_served"))
            self.assertRaisesRegex(openai.BadRequestError, "expected: ", call)

    def test_a_stream_cut_anywhere_raises_an_error_and_never_passes_for_a_short_text(self):
        client = v1().with_options(max_retries=0)
        for by, code in {"end": "upstream_truncated", "close": "upstream_reset", "reset": "upstream_reset"}.items():
            for cut in range(1, 620, 13):
                with self.subTest(by=by, cut=cut):
                    parts = []
                    request = ask({"cut": cut, "by": by}, stream=True)
                    seen = raised(lambda: text(client.chat.completions.create(**request), parts))
                    begun = (openai.APIError, None, code)
                    self.assertIn(seen, [begun] if parts else [begun, (openai.InternalServerError, 502, code)])
                    self.assertTrue(HELLO.startswith("".join(parts)))

    def test_an_error_in_any_shape_ends_a_stream_with_an_error(self):
        client = v1().with_options(max_retries=0)
        for event in MUTTERED:
            with self.subTest(event=event):
                parts = []
                stream = client.chat.completions.create(**ask({"mutter": event}, stream=True))
                self.assertRaises((openai.APIError, json.JSONDecodeError), lambda: text(stream, parts))
                self.assertEqual("".join(parts), "Hello")

    def test_a_document_that_ends_too_early_raises_an_error(self):
        client = v1().with_options(max_retries=0)
        seen = raised(lambda: client.chat.completions.create(**ask({"short": 100})))
        self.assertEqual(seen, (openai.APIConnectionError, None, None))

    def test_a_caller_over_its_own_limit_is_told_so(self):
        client = v1("seldom").with_options(max_retries=0)
        client.chat.completions.create(**ask())
        seen = raised(lambda: client.chat.completions.create(**ask()))
        self.assertEqual(seen, (openai.RateLimitError, 429, "caller_request_limit"))

    def test_a_client_that_is_told_to_wait_comes_back_then(self):
        began = time.monotonic()
        self.assertEqual(v1().chat.completions.create(**ask({"wait": 900})).choices[0].message.content, HELLO)
        self.assertGreater(time.monotonic() - began, 0.8)


if __name__ == "__main__":
    unittest.main()
