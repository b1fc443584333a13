"""Markdown becomes the HTML that the format promises."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from elearning.core.markdown import (
    REMEMBERED,
    Asset,
    Context,
    Fragment,
    Rendered,
    Renderer,
    RenderRefused,
)

MEDIA = {
    "alur.svg": Asset("/m/alur.svg", "image/svg+xml", 400, 200),
    "sapa.mp4": Asset("/m/sapa.mp4", "video/mp4", captions=(("/m/sapa.id.vtt", "id"),)),
    "daftar.pdf": Asset("/m/daftar.pdf", "application/pdf"),
}
LINKS = {"20-standar.md": "/pelatihan/uji/standar"}


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as kept:
        yield kept


def page(renderer: Renderer, source: str, **glossary: str) -> Rendered:
    """Render a lesson's text."""
    context = Context(MEDIA, LINKS, glossary)
    (result,) = renderer.render_all([Fragment(source, page=True)], context)
    assert isinstance(result, Rendered)
    return result


def question(renderer: Renderer, source: str) -> str:
    """Render a question's text."""
    context = Context(MEDIA, LINKS, {"SPBE": "Sistem"})
    (result,) = renderer.render_all([Fragment(source)], context)
    assert isinstance(result, Rendered)
    return result.html


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_lists_nest_at_any_indent_of_two_to_four_spaces(renderer: Renderer, indent: int) -> None:
    source = f"- satu\n{' ' * indent}- dua\n{' ' * 2 * indent}- tiga\n- empat"
    html = page(renderer, source).html.replace("\n", "")
    assert html == "<ul><li>satu<ul><li>dua<ul><li>tiga</li></ul></li></ul></li><li>empat</li></ul>"


def test_a_list_needs_no_blank_line_before_it(renderer: Renderer) -> None:
    html = page(renderer, "Bawalah:\n- KTP\n- KK").html
    assert html == "<p>Bawalah:</p>\n<ul>\n<li>KTP</li>\n<li>KK</li>\n</ul>"


def test_a_numbered_list_keeps_its_paragraphs_and_code(renderer: Renderer) -> None:
    source = "1) satu\n\n   lanjut\n\n   ```\n   kode\n   ```\n2) dua"
    html = page(renderer, source).html
    assert html.count("<li>") == 2
    assert "<p>lanjut</p>" in html
    assert "<code>kode\n</code>" in html


def test_headings_start_at_the_second_level(renderer: Renderer) -> None:
    assert page(renderer, "# Satu\n\n## Dua").html == (
        '<h2 id="isi-satu">Satu</h2>\n<h3 id="isi-dua">Dua</h3>'
    )
    assert page(renderer, "### Satu").html == '<h2 id="isi-satu">Satu</h2>'


def test_ids_carry_the_prefix_and_links_follow_them(renderer: Renderer) -> None:
    html = page(renderer, "## Dua\n\n[ke sini](#dua) <span id='cookie'>x</span>").html
    assert 'href="#isi-dua"' in html
    assert 'id="isi-cookie"' in html


def test_a_table_stands_in_a_labelled_region_that_takes_the_focus(renderer: Renderer) -> None:
    html = page(renderer, "| Asas | Arti |\n|---|--:|\n| a | 1 |").html
    label = 'aria-label="Tabel 1: Asas, Arti"'
    assert html.startswith(f'<div class="tablewrap" role="region" tabindex="0" {label}><table>')
    assert '<th scope="col">Asas</th>' in html
    assert '<td class="end">1</td>' in html


def test_an_empty_corner_of_a_table_is_no_header(renderer: Renderer) -> None:
    assert "<td></td>" in page(renderer, "| | A |\n|---|---|\n| b | 1 |").html


def test_code_is_coloured_in_a_region_that_takes_the_focus(renderer: Renderer) -> None:
    html = page(renderer, '```python\nprint("x")\n```').html
    assert '<pre role="region" tabindex="0" aria-label="Kode 1">' in html
    assert '<span class="nb">print</span>' in html


def test_short_classes_of_the_highlighter_live_only_in_code(renderer: Renderer) -> None:
    html = page(renderer, '<span class="nb">a</span> <code><span class="nb">b</span></code>').html
    assert html == '<p><span>a</span> <code><span class="nb">b</span></code></p>'


def test_an_image_alone_is_a_figure_with_its_title_as_caption(renderer: Renderer) -> None:
    rendered = page(renderer, '![Alur](media/alur.svg "Alur layanan")')
    assert rendered.html.replace("\n", "") == (
        '<figure><img src="/m/alur.svg" alt="Alur" width="400" height="200" loading="lazy" '
        'decoding="async"><figcaption>Alur layanan</figcaption></figure>'
    )
    assert rendered.media == ("alur.svg",)


def test_a_video_has_controls_and_captions_and_loads_only_on_request(renderer: Renderer) -> None:
    html = page(renderer, "![Sapaan](media/sapa.mp4)").html
    assert '<video src="/m/sapa.mp4" controls="" preload="none" aria-label="Sapaan">' in html
    assert 'src="/m/sapa.id.vtt" srclang="id" label="Bahasa Indonesia"' in html


def test_links_lead_to_lessons_files_and_outside(renderer: Renderer) -> None:
    source = "[a](20-standar.md#dasar) [b](media/daftar.pdf) [c](https://go.id)"
    html = page(renderer, source).html
    assert 'href="/pelatihan/uji/standar#isi-dasar"' in html
    assert 'href="/m/daftar.pdf"' in html
    assert 'href="https://go.id" rel="noopener noreferrer"' in html


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("[a](30-tidak-ada.md)", "dead-link"),
        ("[a](#tidak-ada)", "dead-anchor"),
        ("[a](//jahat.example)", "unsafe-link"),
        ("![a](media/hilang.svg)", "missing-media"),
        ("![a](https://lain.example/a.png)", "missing-media"),
        ("![](media/alur.svg)", "missing-alt"),
        ("Isi <nama instansi> Anda", "dropped-html"),
        ("!!! awas\n    teks", "unknown-box"),
        ("## Satu\n\n#### Tiga", "heading-skipped"),
        ("> kata:\n> - a\n> - b", "lists-differ"),
    ],
)
def test_a_fault_of_the_text_is_reported(renderer: Renderer, source: str, code: str) -> None:
    assert [fault.code for fault in page(renderer, source).faults] == [code]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("catatan", "Catatan"),
        ("penting", "Penting"),
        ("contoh", "Contoh"),
        ("dasar-hukum", "Dasar hukum"),
        ("tips", "Tips"),
    ],
)
def test_a_box_without_a_title_has_its_kinds_name(
    renderer: Renderer, kind: str, title: str
) -> None:
    html = page(renderer, f"!!! {kind}\n    isi\n    - satu\n      - dua").html
    assert f'<div class="admonition {kind}">\n<p class="admonition-title">{title}</p>' in html
    assert html.count("<ul>") == 2


def test_a_box_takes_a_title_and_an_english_kind(renderer: Renderer) -> None:
    html = page(renderer, '!!! tip "Cara cepat"\n    isi').html
    assert html.startswith('<div class="admonition tips">\n<p class="admonition-title">Cara cepat')


def test_details_fold(renderer: Renderer) -> None:
    html = page(renderer, '??? tips "Lihat"\n    isi').html
    assert html == '<details class="tips">\n<summary>Lihat</summary>\n<p>isi</p>\n</details>'


def test_a_task_list_says_its_state_without_form_controls(renderer: Renderer) -> None:
    html = page(renderer, "- [x] sudah\n- [ ] belum").html
    assert '<span class="task" role="img" aria-label="sudah">☑</span> sudah' in html
    assert "input" not in html


def test_footnotes_lead_there_and_back(renderer: Renderer) -> None:
    html = page(renderer, "Kata[^a].\n\n[^a]: Sumber.").html
    assert '<a class="footnote-ref" href="#isi-fn:a">' in html
    assert 'href="#isi-fnref:a"' in html


def test_definitions_are_a_list(renderer: Renderer) -> None:
    assert "<dt>Istilah</dt>" in page(renderer, "Istilah\n:   Arti").html


def test_a_term_is_explained_where_a_sentence_begins_with_it(renderer: Renderer) -> None:
    html = page(renderer, "Maklumat dan maklumat, bukan MAKLUMAT.", maklumat="Janji layanan").html
    assert html.count("<abbr") == 2


def test_the_glossary_explains_words_on_pages_but_never_in_questions(renderer: Renderer) -> None:
    assert '<abbr title="Sistem">SPBE</abbr>' in page(renderer, "SPBE", SPBE="Sistem").html
    assert question(renderer, "Apa itu SPBE?") == "<p>Apa itu SPBE?</p>"


def test_questions_carry_no_ids(renderer: Renderer) -> None:
    assert "id=" not in question(renderer, "#### Judul\n\n<b id='x'>a</b> [b](#x)")


@pytest.mark.parametrize("bomb", ["[" * 4000, "1. " * 500, "![" * 3000])
def test_a_text_that_cannot_be_parsed_is_refused_and_the_next_one_renders(
    renderer: Renderer, bomb: str
) -> None:
    begun = time.monotonic()
    with pytest.raises(RenderRefused, match="too complicated"):
        renderer.render(bomb)
    assert time.monotonic() - begun < 8
    assert renderer.render("- a\n- b") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def test_a_text_that_takes_too_long_is_refused() -> None:
    # Long enough for the new process to start beside others, short enough for the text.
    with Renderer(seconds=3.0, seconds_per_megabyte=0) as renderer:
        renderer.render("siap")
        with pytest.raises(RenderRefused, match="too complicated"):
            renderer.render("<b " * 160_000)
        assert renderer.render("lagi") == "<p>lagi</p>"


def test_a_process_without_memory_is_refused_and_spares_the_parent() -> None:
    with Renderer(memory=30_000_000) as renderer, pytest.raises(RenderRefused):
        renderer.render("teks")


def test_a_text_of_many_megabytes_is_refused_unsent(renderer: Renderer) -> None:
    with pytest.raises(RenderRefused, match="too long"):
        renderer.render("a" * 3_000_000)


def test_after_three_refusals_the_rest_of_a_batch_is_refused_unseen(renderer: Renderer) -> None:
    results = renderer.render_all([Fragment("[" * 4000)] * 3 + [Fragment("teks")], Context())
    assert all(isinstance(result, RenderRefused) for result in results)


def test_a_process_that_died_between_two_texts_is_replaced(renderer: Renderer) -> None:
    renderer.render("a")
    renderer.close()
    assert renderer.render("b") == "<p>b</p>"


def test_the_render_process_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia-sekali")
    with Renderer() as renderer:
        renderer.render("a")
        process = renderer._process
        assert process is not None
        environment = Path(f"/proc/{process.pid}/environ")
        if environment.exists():
            assert b"rahasia-sekali" not in environment.read_bytes()


def test_checking_loads_the_heavy_libraries_only_when_it_runs() -> None:
    script = (
        "import sys, elearning.courses.checking.checker, elearning.courses.writing.scaffold\n"
        "heavy = {'markdown', 'bleach', 'nh3', 'pygments', 'markdown_it'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env=dict(os.environ))


def test_a_text_is_remembered_only_as_long_as_what_it_refers_to_is_the_same(
    renderer: Renderer,
) -> None:
    source = "[Standar](20-standar.md)"
    assert 'href="/pelatihan/uji/standar"' in question(renderer, source)
    assert 'href="/pelatihan/uji/standar"' in question(renderer, source)
    (moved,) = renderer.render_all([Fragment(source)], Context(MEDIA, {"20-standar.md": "/lain"}))
    assert isinstance(moved, Rendered)
    assert 'href="/lain"' in moved.html


def test_a_renderer_forgets_the_oldest_text_first() -> None:
    with Renderer() as kept:
        for number in range(REMEMBERED + 2):
            kept.render_all([Fragment(f"Teks {number}")], Context())
        assert len(kept._known) == REMEMBERED
        assert Fragment("Teks 0") not in kept._known
