// The look, as constructed style sheets: they need no permission of a strict Content-Security-Policy.
// A page changes it by the custom properties `--aisle-…`.

const TOKENS = `
:host {
  all: initial;
  color-scheme: inherit;
  --accent: var(--aisle-accent, light-dark(#1f5c4a, #7cc4a8));
  --on-accent: var(--aisle-on-accent, light-dark(#ffffff, #10221b));
  --paper: var(--aisle-paper, light-dark(#faf8f4, #181715));
  --card: var(--aisle-card, light-dark(#ffffff, #211f1c));
  --ink: var(--aisle-ink, light-dark(#1f1d1a, #efebe3));
  --soft: var(--aisle-soft, light-dark(#5f5a52, #b0aa9e));
  --faint: var(--aisle-faint, light-dark(#6f6a61, #9b9488));
  --line: var(--aisle-line, light-dark(#e6e1d8, #37342f));
  --wash: var(--aisle-wash, light-dark(#f2eee7, #2b2925));
  --accent-wash: color-mix(in srgb, var(--accent) 13%, var(--card));
  --sale: var(--aisle-sale, light-dark(#a8381f, #f2a08a));
  --star: var(--aisle-star, light-dark(#a86a12, #e5b25e));
  --good: light-dark(#23795a, #74c69d);
  --radius: var(--aisle-radius, 1rem);
  --shadow: 0 1px 2px rgb(20 16 8 / 6%), 0 4px 16px rgb(20 16 8 / 5%);
  --display: var(--aisle-display-font, "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif);
  --text: var(--aisle-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif);
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]) { display: none; }
.frame { font: 1rem/1.5 var(--text); color: var(--ink); text-align: start; -webkit-font-smoothing: antialiased; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, p, ul, ol { margin: 0; padding: 0; font-weight: inherit; font-size: inherit; }
ul, ol { list-style: none; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; touch-action: manipulation; }
button:disabled { cursor: default; }
a { color: inherit; text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
/* Texts of the catalog and of the shopper run as their own language does, whatever the page's is. */
.prose, .words, .said p, .name, .maker, .card h3, .reasons li, .chips button, .note, .clarify p, .example, .pill, td, textarea { unicode-bidi: plaintext; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { width: 1.25rem; height: 1.25rem; flex: none; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.icon-spark path:first-child { fill: currentcolor; }
[dir="rtl"] :is(.icon-next, .icon-back, .icon-cart) { transform: scaleX(-1); }
.tool {
  display: grid; place-items: center; flex: none; width: 2.25rem; height: 2.25rem; padding: 0;
  border: 0; border-radius: 50%; background: none; color: var(--soft);
}
.tool:hover { background: var(--wash); color: var(--ink); }
.quiet {
  border: 1px solid var(--line); background: transparent; color: var(--soft);
  border-radius: 99px; padding: .2rem .75rem; font-size: .85rem; min-height: 1.75rem;
}
.quiet:hover { color: var(--ink); border-color: var(--faint); }
.pill, .example {
  border: 1px solid var(--line); background: var(--card); border-radius: 1.4rem; text-align: start;
  padding: .45rem .95rem; font-size: .92rem; line-height: 1.35; transition: border-color .15s, background-color .15s;
}
.pill:hover, .example:hover { border-color: var(--accent); background: var(--accent-wash); }
.skeleton { animation: aisle-breathe 1.6s ease-in-out infinite; }
@keyframes aisle-breathe { 50% { opacity: .3; } }
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .card, .pill, .add, .send, .launcher { border: 1px solid; }
}
`;

const CARD = `
.card {
  display: grid; overflow: hidden; background: var(--card);
  border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow);
}
.picture { position: relative; background: var(--wash); display: grid; place-items: center; overflow: hidden; }
.picture img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; background: var(--wash); }
.picture::after { content: ""; position: absolute; inset: 0; background: light-dark(transparent, rgb(0 0 0 / 14%)); pointer-events: none; }
.letter { font: 500 2.2rem/1 var(--display); color: var(--faint); }
.facts { display: flex; flex-direction: column; align-items: flex-start; min-width: 0; }
.maker { font-size: .78rem; color: var(--faint); overflow-wrap: anywhere; }
.card h3, .name, td { text-align: match-parent; }
.card h3 { font-size: .98rem; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; text-wrap: pretty; }
.card h3 a { text-decoration-color: transparent; }
.card h3 a:hover { text-decoration-color: currentcolor; }
.price { margin-top: .3rem; font-size: 1.06rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.price.sale { color: var(--sale); }
.price s { color: var(--faint); font-weight: 400; font-size: .88rem; }
.price .none { color: var(--soft); font-weight: 400; font-size: .92rem; }
.off { font-size: .76rem; margin-inline-start: .45rem; padding: .1rem .4rem; border-radius: .35rem; background: color-mix(in srgb, var(--sale) 11%, transparent); }
.meta { display: flex; flex-wrap: wrap; gap: .1rem .8rem; margin-top: .2rem; font-size: .84rem; color: var(--soft); }
.star { color: var(--star); margin-inline-end: .22rem; }
.stock::before { content: ""; display: inline-block; width: .45rem; height: .45rem; border-radius: 50%; margin-inline-end: .38rem; background: var(--faint); vertical-align: .08em; }
.stock.yes::before { background: var(--good); }
.stock.later::before { background: var(--star); }
.reasons { display: flex; flex-wrap: wrap; gap: .3rem; margin-top: .5rem; max-width: 100%; }
.reasons li {
  max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  font-size: .78rem; color: var(--soft); background: var(--wash); border-radius: .4rem; padding: .12rem .5rem;
}
/* The room for an explanation is there from the start: words fill it, nothing moves. */
.why { position: relative; font-size: .9rem; line-height: 1.45; color: var(--soft); }
.words { height: 4.35em; overflow: hidden; overflow-wrap: anywhere; }
.why.open .words { height: auto; min-height: 4.35em; }
.why.silent { visibility: hidden; }
.snug .words { height: auto; max-height: 4.35em; }
.snug .open .words { max-height: none; min-height: 0; }
.snug .silent { display: none; }
.why:not(.open):has(.more:not([hidden])) .words { mask-image: linear-gradient(#000 58%, transparent); }
.more {
  border: 0; background: var(--card); padding: .1rem .1rem .1rem .6rem; min-height: 1.5rem; min-width: 1.5rem;
  font-size: .84rem; font-weight: 600; color: var(--accent); position: absolute; inset-inline-end: 0; bottom: -.1rem;
}
.why.open .more { position: static; padding-inline: 0; }
.why.waiting .words::before {
  content: ""; display: block; height: 3.6em; border-radius: .3rem; animation: aisle-breathe 1.6s ease-in-out infinite;
  background:
    linear-gradient(var(--wash) 0 0) 0 .35em / 92% .7em no-repeat,
    linear-gradient(var(--wash) 0 0) 0 1.75em / 80% .7em no-repeat,
    linear-gradient(var(--wash) 0 0) 0 3.15em / 55% .7em no-repeat;
}
.why.streaming .words::after { content: ""; display: inline-block; width: .45em; height: 1em; margin-inline-start: .15em; vertical-align: -.15em; background: var(--accent); opacity: .6; border-radius: 1px; }
.why[data-source="model"] .words { color: var(--ink); }
.acts { display: flex; align-items: center; justify-content: space-between; gap: .6rem; flex-wrap: wrap; }
.add {
  display: inline-flex; align-items: center; gap: .4rem; min-height: 2.1rem; padding: .25rem .85rem .25rem .7rem;
  border: 1px solid var(--accent); border-radius: 99px; background: none; color: var(--accent); font-size: .88rem; font-weight: 600;
  transition: background-color .15s;
}
.add .icon { width: 1.05rem; height: 1.05rem; }
.add:hover:not(:disabled, .in) { background: var(--accent); color: var(--on-accent); }
.add.in { border-color: transparent; background: var(--accent-wash); }
.add:disabled { border-color: var(--line); color: var(--faint); }
.choice { display: inline-flex; align-items: center; gap: .4rem; min-height: 2rem; font-size: .84rem; color: var(--soft); cursor: pointer; }
.choice input { width: 1.15rem; height: 1.15rem; margin: 0; accent-color: var(--accent); cursor: pointer; }
`;

export const ASSISTANT_STYLE = `${TOKENS}${CARD}
:host { display: block; }
.launcher {
  position: fixed; z-index: var(--aisle-z-index, 2147483000);
  inset-block-end: max(var(--aisle-inset, 1.25rem), env(safe-area-inset-bottom)); inset-inline-end: var(--aisle-inset, 1.25rem);
  display: inline-flex; align-items: center; gap: .55rem; min-height: 3.25rem; padding: .5rem 1.3rem .5rem 1.05rem;
  border: 0; border-radius: 99px; background: var(--accent); color: var(--on-accent); font-weight: 600;
  box-shadow: 0 6px 24px rgb(20 16 8 / 25%); transition: transform .15s;
}
.launcher:hover { transform: translateY(-2px); }
.launcher:focus-visible { outline-offset: 3px; }
.panel {
  position: fixed; z-index: var(--aisle-z-index, 2147483000);
  inset-block-end: max(var(--aisle-inset, 1.25rem), env(safe-area-inset-bottom)); inset-inline-end: var(--aisle-inset, 1.25rem);
  width: min(27rem, 100vw - 2 * var(--aisle-inset, 1.25rem)); height: min(46rem, 100dvh - 2 * var(--aisle-inset, 1.25rem));
  display: flex; flex-direction: column; overflow: clip; background: var(--paper);
  border: 1px solid var(--line); border-radius: 1.25rem; box-shadow: 0 18px 60px rgb(20 16 8 / 24%);
}
.panel.wide { width: min(64rem, 100vw - 2 * var(--aisle-inset, 1.25rem)); height: calc(100dvh - 2 * var(--aisle-inset, 1.25rem)); }
.panel:not([hidden]) { animation: aisle-rise .22s cubic-bezier(.2, .8, .2, 1); }
@keyframes aisle-rise { from { opacity: 0; transform: translateY(12px); } }
:host([inline]) { block-size: min(46rem, 90dvh); min-block-size: 22rem; }
:host([inline]) .frame { block-size: 100%; }
:host([inline]) .panel { position: static; width: auto; height: 100%; min-height: 22rem; border: 0; border-radius: 0; box-shadow: none; animation: none; }
.top { display: flex; align-items: center; gap: .15rem; padding: .55rem .6rem .55rem 1rem; border-bottom: 1px solid var(--line); }
[dir="rtl"] .top { padding: .55rem 1rem .55rem .6rem; }
.top > .icon { color: var(--accent); }
.title { flex: 1; min-width: 0; margin-inline-start: .45rem; font: 600 1.08rem/1.2 var(--display); }
.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; container: log / size; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.log:focus-visible { outline-offset: -3px; }
.turns, .welcome { max-width: 66rem; margin-inline: auto; padding-inline: 1rem; }
.welcome { padding-block: clamp(1.5rem, 12cqb, 7rem) 1.5rem; text-align: center; }
.welcome h2 { font: 500 clamp(1.6rem, 7cqi, 2.6rem)/1.15 var(--display); letter-spacing: -.01em; text-wrap: balance; }
.welcome p { margin-top: .7rem; color: var(--soft); text-wrap: balance; }
.examples { display: flex; flex-wrap: wrap; justify-content: center; gap: .5rem; margin-top: 1.6rem; }

.turn { padding-block: 1rem 1.25rem; }
.turn + .turn { border-top: 1px solid var(--line); }
.turn.last { min-height: 100cqb; }
.said { display: flex; align-items: center; justify-content: flex-end; gap: .25rem; }
.said p {
  max-width: min(34rem, 85%); max-height: 11rem; overflow-y: auto; background: var(--accent); color: var(--on-accent);
  padding: .55rem .95rem; border-radius: 1.1rem; border-end-end-radius: .3rem; overflow-wrap: anywhere; white-space: pre-wrap;
}
.said .tool { opacity: 0; display: none; }
.turn.last .said .tool { display: grid; }
.said:hover .tool, .said .tool:focus-visible { opacity: 1; }
@media (hover: none) { .said .tool { opacity: 1; } }
.answer { margin-top: .9rem; }
.prose { font: 400 1.08rem/1.5 var(--display); max-width: 46rem; min-height: 1.65rem; text-wrap: pretty; overflow-wrap: anywhere; white-space: pre-line; }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .6rem; }
.chips li { max-width: 100%; }
.chips button {
  display: inline-flex; align-items: center; gap: .4rem; max-width: 100%; min-height: 1.75rem; overflow-wrap: anywhere; text-align: start;
  border: 0; background: var(--accent-wash); color: var(--accent); border-radius: 99px;
  padding: .15rem .4rem .15rem .75rem; font-size: .86rem; font-weight: 500;
}
[dir="rtl"] .chips button { padding: .15rem .75rem .15rem .4rem; }
.chips .x { display: grid; place-items: center; flex: none; width: 1.2rem; height: 1.2rem; border-radius: 50%; font-size: 1rem; line-height: 1; }
.chips button:hover .x { background: var(--accent); color: var(--on-accent); }
.thinking { height: 2.2rem; width: 3.2rem; position: relative; }
.thinking::before {
  content: ""; position: absolute; inset-inline-start: .2rem; top: .9rem; width: .5rem; height: .5rem; border-radius: 50%;
  background: var(--faint); box-shadow: .95rem 0 var(--faint), 1.9rem 0 var(--faint); animation: aisle-breathe 1.2s ease-in-out infinite;
}
[dir="rtl"] .thinking::before { box-shadow: -.95rem 0 var(--faint), -1.9rem 0 var(--faint); }
.count { margin-top: .7rem; color: var(--faint); font-size: .86rem; }
.offer { display: flex; align-items: center; gap: .4rem; margin-top: .8rem; font-size: .88rem; color: var(--accent); }
.offer .icon { width: 1rem; height: 1rem; }
.cards { margin-top: .8rem; display: grid; gap: .75rem; }
.log .card { grid-template-columns: 6.25rem minmax(0, 1fr); }
.log .picture { aspect-ratio: 1; align-self: start; margin-block-start: .75rem; margin-inline-start: .75rem; border-radius: calc(var(--radius) * .65); }
.log .facts { padding: .7rem .85rem .5rem; }
.log .why, .log .acts { grid-column: 1 / -1; margin-inline: .85rem; }
.log .why { padding-block: .55rem; border-top: 1px solid var(--line); }
.log .acts { padding-block-end: .7rem; }
@container log (min-width: 34rem) {
  .turns, .welcome { padding-inline: 1.5rem; }
  .cards { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; }
  .log .card { grid-template-columns: minmax(0, 1fr); grid-row: span 4; grid-template-rows: subgrid; row-gap: 0; }
  .log .picture { aspect-ratio: 4 / 3; margin: 0; border-radius: 0; }
  .words, .why.open .words { height: 7.25em; }
  .why.open .words { height: auto; min-height: 7.25em; }
  .snug .words { height: auto; max-height: 7.25em; }
}
.comparing { display: flex; align-items: center; gap: .5rem; padding: .45rem .9rem; border-top: 1px solid var(--line); font-size: .88rem; color: var(--soft); }
.comparing > span { flex: 1; }
.table { overflow-x: auto; margin-top: .8rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
table { border-collapse: collapse; width: 100%; font-size: .88rem; text-align: start; }
th, td { padding: .5rem .75rem; text-align: start; vertical-align: top; font-weight: 400; min-width: 6.5rem; }
tbody tr { border-top: 1px solid var(--line); }
tbody th { color: var(--soft); min-width: 5rem; position: sticky; inset-inline-start: 0; background: var(--card); }
tbody th::first-letter { text-transform: uppercase; }
thead th { max-width: 12rem; }
thead td { min-width: 5rem; }
.log thead .picture { aspect-ratio: 4 / 3; margin: 0; border-radius: .6rem; max-width: 9rem; }
thead .name { display: block; margin-top: .4rem; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
tr.differs td { font-weight: 550; }
td .price { margin: 0; font-size: inherit; }
.empty { margin-top: .8rem; }
.results > .pill { margin-top: .7rem; }
.clarify { margin-top: 1.1rem; display: flex; flex-wrap: wrap; gap: .45rem; }
.clarify p { flex-basis: 100%; font-weight: 600; }
.note { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-top: .9rem; font-size: .86rem; color: var(--faint); }
.note .icon { display: none; }
.note.bad { color: var(--sale); }
.thumbs { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem; margin-top: .8rem; min-height: 2.25rem; font-size: .88rem; color: var(--soft); }
.thumbs .icon { width: 1.1rem; height: 1.1rem; }
.thumbs .pill { padding-block: .25rem; font-size: .86rem; }
.status { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: .5rem; padding: .4rem 1rem; font-size: .86rem; background: var(--wash); color: var(--soft); }
.bottom { padding: .5rem .8rem max(.6rem, env(safe-area-inset-bottom)); }
.composer { max-width: 46rem; margin-inline: auto; }
.editing { display: flex; align-items: center; gap: .6rem; padding: 0 .6rem .4rem; font-size: .86rem; color: var(--soft); }
.line {
  display: flex; align-items: flex-end; gap: .4rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 1.45rem; padding: .35rem; padding-inline-start: 1.05rem; box-shadow: var(--shadow);
}
.line:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.line textarea { flex: 1; min-width: 0; border: 0; outline: 0; resize: none; background: none; margin: 0; padding: .4rem 0; line-height: 1.4; max-height: 10rem; }
.line textarea::placeholder { color: var(--faint); opacity: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.send { flex: none; display: grid; place-items: center; width: 2.35rem; height: 2.35rem; padding: 0; border: 0; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
.send .icon { stroke-width: 2.2; }
.send.stop .icon { fill: currentcolor; }
.send:disabled { opacity: .5; }
.fine { text-align: center; font-size: .75rem; color: var(--faint); margin-top: .4rem; }
@media (max-width: 34rem) {
  .panel, .panel.wide { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; }
  .tool:has(.icon-wide, .icon-narrow) { display: none; }
  .fine { display: none; }
}
@media (max-height: 30rem) { .fine { display: none; } }
`;

export const RECOMMENDATIONS_STYLE = `${TOKENS}${CARD}
:host { display: block; }
.shelf { position: relative; }
.top { display: flex; align-items: center; gap: .3rem; margin-bottom: .6rem; }
.top h2 { flex: 1; font: 500 1.35rem/1.2 var(--display); }
.cards {
  position: relative; /* What only screen readers hear would stick out of the page. */
  display: grid; grid-auto-flow: column; grid-auto-columns: min(16rem, 78%); grid-template-rows: auto auto auto auto; gap: 0 1rem;
  overflow-x: auto; scroll-snap-type: inline proximity; scroll-padding-inline: .25rem; overscroll-behavior-inline: contain; padding: .25rem .25rem .9rem; margin: -.25rem;
  scrollbar-width: thin; scrollbar-color: var(--line) transparent;
}
.card { grid-row: 1 / span 4; grid-template-rows: subgrid; scroll-snap-align: start; }
.picture { aspect-ratio: 4 / 3; }
.facts { padding: .8rem .95rem .6rem; }
.why, .acts { margin-inline: .95rem; }
.why { padding-block: .6rem; border-top: 1px solid var(--line); }
.acts { padding-block-end: .8rem; }
`;

/** A constructed sheet of this text, one for all elements of a kind. */
export function sheetOf(text) {
  let sheet = SHEETS.get(text);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    SHEETS.set(text, sheet);
  }
  return sheet;
}

const SHEETS = new Map();
