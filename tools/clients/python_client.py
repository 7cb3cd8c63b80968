"""The official client for Python, with its own settings but for the address: see README.md of this folder."""

import os
import sys
import time
import unittest

import openai

URL = os.environ["SLUICE_URL"]
SOUND = bytes(index * 31 % 256 for index in range(70_000))
RECORDING = ("hello.mp3", SOUND, "audio/mpeg")
HELLO = "Hello there!"

v1 = openai.OpenAI(base_url=URL + "/openai/v1", api_key="unused")
dated = openai.AzureOpenAI(azure_endpoint=URL, api_key="unused", api_version="2024-10-21")


def ask(content):
    return {"model": "gpt", "messages": [{"role": "user", "content": content}]}


def text(stream):
    return "".join(choice.delta.content or "" for part in stream for choice in part.choices)


class Surface(unittest.TestCase):
    def test_every_operation_answers_on_both_surfaces(self):
        for client in (v1, dated):
            with self.subTest(client=type(client).__name__):
                self.assertEqual(client.chat.completions.create(**ask("hi")).choices[0].message.content, HELLO)
                self.assertEqual(text(client.chat.completions.create(**ask("hi"), stream=True)), HELLO)
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
                self.assertEqual([model.id for model in client.models.list()], ["gpt"])

    def test_a_conversation_of_responses_goes_on_at_its_account(self):
        for _ in range(6):
            first = v1.responses.create(model="gpt", input="hi")
            following = v1.responses.create(model="gpt", input="and?", previous_response_id=first.id)
            self.assertEqual(following.id[:6], first.id[:6])
            self.assertEqual(v1.responses.retrieve(following.previous_response_id).id, first.id)
            self.assertEqual(v1.responses.cancel(following.id).id, following.id)
            v1.responses.delete(following.id)
            with self.assertRaises(openai.NotFoundError):
                v1.responses.retrieve(following.id)

    def test_what_lives_in_one_account_is_refused_with_what_to_do(self):
        for call in (v1.files.list, v1.batches.list, v1.vector_stores.list, v1.fine_tuning.jobs.list):
            with self.assertRaises(openai.BadRequestError) as refusal:
                call()
            self.assertEqual(refusal.exception.code, "not_served")
            self.assertIn("expected: ", refusal.exception.message)

    def test_a_stream_cut_anywhere_raises_an_error(self):
        for by in ("end", "close", "reset"):
            for cut in range(1, 620, 13):
                with self.subTest(by=by, cut=cut), self.assertRaises(Exception):
                    wish = '{"cut":%d,"by":"%s"}' % (cut, by)
                    text(v1.with_options(max_retries=0).chat.completions.create(**ask(wish), stream=True))

    def test_a_client_that_is_told_to_wait_comes_back_then(self):
        began = time.monotonic()
        self.assertEqual(v1.chat.completions.create(**ask('{"wait":900}')).choices[0].message.content, HELLO)
        self.assertGreater(time.monotonic() - began, 0.8)

    def test_a_filtered_prompt_is_raised_as_such(self):
        with self.assertRaises(openai.BadRequestError) as refusal:
            v1.chat.completions.create(**ask('{"filter":true}'))
        self.assertEqual(refusal.exception.code, "content_filter")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
