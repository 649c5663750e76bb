// The code editor of the exercise pages: CodeMirror 6 inside a Streamlit component (version 2).
//
// Where the text lives, and who wins:
//   - the editor itself is the truth while it is on the page; nothing sent by Python changes it, but for a reset;
//   - the draft in the browser's localStorage follows it within 300 ms, and wins over `value` when the page opens;
//   - Python gets {text, reset_token} after a pause in typing, and at once when the learner reaches for anything else.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const DRAFT_DELAY_MS = 300;
const SYNC_DELAY_MS = 700;
const DRAFT_PREFIX = "tensorflow-by-doing:draft:";

const editors = new WeakMap();
// The last reset token seen for each draft, so that a reset made while the editor was off the page still counts.
const seenTokens = new Map();

const theme = EditorView.theme({
  "&": {
    height: "100%",
    color: "var(--st-text-color)",
    backgroundColor: "var(--st-code-background-color)",
    fontSize: "var(--st-code-font-size, 0.875rem)",
  },
  "&.cm-focused": { outline: "2px solid var(--st-primary-color)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--st-code-font, monospace)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--st-text-color)", paddingBlock: "0.5rem" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--st-text-color)", borderLeftWidth: "2px" },
  ".cm-gutters": {
    color: "var(--st-gray-text-color)",
    backgroundColor: "var(--st-code-background-color)",
    borderRight: "1px solid var(--st-border-color-light)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--st-text-color) 6%, transparent)",
  },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--st-blue-color) 35%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--st-yellow-color) 30%, transparent)" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in srgb, var(--st-green-color) 30%, transparent)",
    outline: "1px solid var(--st-green-text-color)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { outline: "1px solid var(--st-red-text-color)" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--st-yellow-color) 40%, transparent)" },
  ".cm-searchMatch-selected": { outline: "2px solid var(--st-orange-text-color)" },
  ".cm-panels": {
    color: "var(--st-text-color)",
    backgroundColor: "var(--st-secondary-background-color)",
    fontFamily: "var(--st-font)",
  },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--st-border-color)" },
  ".cm-panel.cm-search label": { fontSize: "0.85rem" },
  ".cm-textfield, .cm-button": {
    color: "var(--st-text-color)",
    backgroundColor: "var(--st-background-color)",
    backgroundImage: "none",
    border: "1px solid var(--st-border-color)",
    borderRadius: "var(--st-base-radius)",
    fontSize: "0.85rem",
  },
  ".cm-panel.cm-search [name=close]": { color: "var(--st-text-color)", fontSize: "1.2rem", padding: "0 0.4rem" },
});

// Streamlit's text colours are chosen for contrast in both themes, so one style serves light and dark.
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--st-violet-text-color)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--st-green-text-color)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--st-orange-text-color)" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], color: "var(--st-blue-text-color)" },
  { tag: [tags.definition(tags.className), tags.meta], color: "var(--st-blue-text-color)", fontWeight: "600" },
  { tag: [tags.comment], color: "var(--st-gray-text-color)", fontStyle: "italic" },
  { tag: [tags.invalid], color: "var(--st-red-text-color)" },
]);

function readDraft(draftKey) {
  try {
    return window.localStorage.getItem(DRAFT_PREFIX + draftKey);
  } catch {
    return null;
  }
}

/** Keep `text` as the draft, or forget the draft when `text` is null. False when this browser stores nothing. */
function writeDraft(draftKey, text) {
  try {
    if (text === null) window.localStorage.removeItem(DRAFT_PREFIX + draftKey);
    else window.localStorage.setItem(DRAFT_PREFIX + draftKey, text);
    return true;
  } catch {
    return false;
  }
}

// CodeMirror holds lines, not line endings: compare like with like.
const plain = (text) => text.replace(/\r\n?/g, "\n");

class Editor {
  constructor(component) {
    this.component = component;
    this.parent = component.parentElement;
    this.root = this.parent.querySelector(".editor");
    this.view = null;
    this.listeners = new AbortController();
    this.listen();
    this.open(component.data);
  }

  /** Take what Python sent. Only a new draft key or a later reset token may change the text. */
  receive(component) {
    const { data } = component;
    this.component = component;
    if (data.draft_key !== this.draftKey) {
      this.flush();
      this.open(data);
    } else if (data.reset_token > this.token) {
      this.reset(data);
    } else if (plain(data.value) !== this.value) {
      this.rebase(data);
    }
    this.token = data.reset_token;
    seenTokens.set(this.draftKey, this.token);
    this.describe(data);
  }

  /** Show the draft of `data.draft_key` if this browser holds one, `data.value` otherwise. */
  open(data) {
    const seen = seenTokens.get(data.draft_key);
    if (seen !== undefined && data.reset_token > seen) writeDraft(data.draft_key, null);
    this.draftKey = data.draft_key;
    this.token = data.reset_token;
    this.value = plain(data.value);
    // Python answers `value` until it hears otherwise.
    this.sent = { text: this.value, reset_token: this.token };
    this.show(readDraft(data.draft_key) ?? this.value);
    this.send();
  }

  /** Drop the draft and start again from `data.value`. */
  reset(data) {
    this.clearTimers();
    writeDraft(this.draftKey, null);
    this.token = data.reset_token;
    this.value = plain(data.value);
    this.show(this.value);
    this.send();
  }

  /** Follow a new starting text, but only while the learner has not touched the old one. */
  rebase(data) {
    const untouched = this.text() === this.value;
    this.value = plain(data.value);
    if (!untouched) return;
    this.show(this.value);
    this.send();
  }

  /** A fresh editor state, so that "undo" cannot reach back into another text. */
  show(text) {
    const state = EditorState.create({ doc: text, extensions: this.extensions() });
    if (this.view) this.view.setState(state);
    else this.view = new EditorView({ state, parent: this.root, root: this.parent });
  }

  extensions() {
    const { label, language } = this.component.data;
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      EditorState.tabSize.of(4),
      indentUnit.of("    "),
      indentOnInput(),
      syntaxHighlighting(colours),
      bracketMatching(),
      closeBrackets(),
      rectangularSelection(),
      crosshairCursor(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search(),
      keymap.of([
        ...closeBracketsKeymap,
        ...searchKeymap,
        ...historyKeymap,
        // Ctrl-Enter belongs to the page, which may check the answer with it.
        ...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
        { key: "Escape", run: this.freeTab },
        indentWithTab,
      ]),
      language === "python" ? python() : [],
      theme,
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-describedby": "editor-hint",
        "data-gramm": "false",
        autocorrect: "off",
        autocapitalize: "off",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.changed();
        // Typing, or leaving, gives Tab back to indentation.
        if (update.docChanged || (update.focusChanged && !update.view.hasFocus)) update.view.setTabFocusMode(false);
      }),
    ];
  }

  /** Escape lets the next Tab leave the editor: a keyboard is never trapped. */
  freeTab(view) {
    view.setTabFocusMode(true);
    return true;
  }

  text() {
    return this.view.state.doc.toString();
  }

  changed() {
    this.clearTimers();
    this.draftTimer = setTimeout(() => this.save(), DRAFT_DELAY_MS);
    this.syncTimer = setTimeout(() => this.send(), SYNC_DELAY_MS);
  }

  save() {
    const text = this.text();
    const kept = writeDraft(this.draftKey, text === this.value ? null : text);
    this.root.dataset.draft = kept ? "kept" : "refused";
    this.describe(this.component.data);
  }

  send() {
    const text = this.text();
    if (text === this.sent.text && this.token === this.sent.reset_token) return;
    this.sent = { text, reset_token: this.token };
    this.component.setStateValue("document", this.sent);
  }

  /** Bring the draft and Python up to date now. */
  flush() {
    this.clearTimers();
    this.save();
    this.send();
  }

  clearTimers() {
    clearTimeout(this.draftTimer);
    clearTimeout(this.syncTimer);
  }

  /** Whatever the learner reaches for next, a button above all, must find the newest text in Python. */
  listen() {
    const options = { capture: true, signal: this.listeners.signal };
    const outside = (event) => !event.composedPath().includes(this.root);
    const onReach = (event) => {
      if (outside(event)) this.flush();
    };
    const onKey = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || outside(event)) this.flush();
    };
    document.addEventListener("pointerdown", onReach, options);
    document.addEventListener("click", onReach, options);
    document.addEventListener("keydown", onKey, options);
    this.root.addEventListener("focusout", () => this.flush(), { signal: this.listeners.signal });
    window.addEventListener("pagehide", () => this.save(), { signal: this.listeners.signal });
  }

  describe(data) {
    this.root.style.height = `${data.height}px`;
    this.parent.querySelector(".label").textContent = data.label;
    const kept = this.root.dataset.draft !== "refused";
    this.parent.querySelector(".hint").textContent =
      "Tab indents; Escape, then Tab, leaves the editor. " +
      (kept
        ? "Your work is kept in this browser."
        : "This browser keeps no drafts: download your file before you leave the page.");
  }

  destroy() {
    this.clearTimers();
    this.save();
    this.listeners.abort();
    this.view.destroy();
  }
}

export default function codeEditor(component) {
  const { parentElement } = component;
  if (!editors.has(parentElement)) editors.set(parentElement, new Editor(component));
  const editor = editors.get(parentElement);
  editor.receive(component);
  return () => {
    // Streamlit also calls this for an update that a newer one overtook; the editor then stays on the page.
    if ((parentElement.host ?? parentElement).isConnected) return;
    editor.destroy();
    editors.delete(parentElement);
  };
}
