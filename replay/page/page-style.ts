/** Style sheet of the page: light and dark, no outside fonts, readable when printed. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1b1f27; --soft: #5b6472; --paper: #f6f7f9; --card: #fff; --edge: #dfe3e9;
  --stable: #2563b8; --canary: #c2570c; --evidence: #6d3bb8; --fail: #c01f37; --pass: #1a7f45; --wait: #8a6100;
  --sluice: #1a7f45; --argo: #a02f80; --flagger: #00758a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa4b2; --paper: #12151a; --card: #1b2027; --edge: #303844;
  --stable: #78aef5; --canary: #f59a56; --evidence: #bd98f5; --fail: #ff7285; --pass: #5fcf8e; --wait: #e6b94d;
  --sluice: #5fcf8e; --argo: #ec8ccf; --flagger: #54c6da; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 8px; }
h2 { font-size: 1.1rem; margin: 0; }
p { margin: 4px 0; } .soft, figcaption p, dd, small { color: var(--soft); }
figure, section { background: var(--card); border: 1px solid var(--edge); border-radius: 10px; margin: 18px 0 0; padding: 18px 20px; }
figcaption p, .soft { font-size: .92rem; }
.modes { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 16px; margin-top: 22px; }
.mode { background: var(--card); border: 1px solid var(--edge); border-top: 4px solid var(--edge); border-radius: 10px; padding: 14px 16px; }
.mode.sluice { border-top-color: var(--sluice); } .mode.argo { border-top-color: var(--argo); } .mode.flagger { border-top-color: var(--flagger); }
.mode h2 { display: flex; justify-content: space-between; align-items: baseline; gap: 8px; }
.big { font-size: 1.55rem; font-weight: 650; margin: 6px 0 0; } .big small { display: block; font-size: .9rem; font-weight: 400; }
.badge { font-size: .82rem; font-weight: 650; } .badge.fail, .badge.stable-harmed { color: var(--fail); } .badge.pass { color: var(--pass); } .badge.inconclusive { color: var(--wait); }
.bar { height: 8px; border-radius: 4px; background: var(--edge); margin: 8px 0; overflow: hidden; } .bar i { display: block; height: 100%; background: var(--canary); }
.flags { margin: 8px 0 0; padding: 0; list-style: none; font-size: .88rem; } .flags li { border-left: 3px solid var(--wait); padding: 2px 0 2px 9px; margin-top: 5px; }
svg { width: 100%; height: auto; display: block; margin-top: 10px; font-size: 12px; }
.grid { stroke: var(--edge); } .axis { fill: var(--soft); }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round; } .line.stable { stroke: var(--stable); } .line.canary { stroke: var(--canary); } .line.evidence { stroke: var(--evidence); }
.limit line { stroke: var(--fail); stroke-width: 1.6; } .limit text { fill: var(--fail); }
.moment line { stroke-width: 1.6; stroke-dasharray: 5 4; } .moment text { font-weight: 600; }
.moment.sluice line { stroke: var(--sluice); } .moment.sluice text { fill: var(--sluice); }
.moment.argo line { stroke: var(--argo); } .moment.argo text { fill: var(--argo); }
.moment.flagger line { stroke: var(--flagger); } .moment.flagger text { fill: var(--flagger); }
.key { margin-right: 18px; color: var(--ink); } .key::before { content: ""; display: inline-block; width: 18px; height: 3px; margin-right: 7px; vertical-align: middle; background: currentColor; }
.key.stable::before { background: var(--stable); } .key.canary::before { background: var(--canary); } .key.evidence::before { background: var(--evidence); }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; margin-top: 8px; }
th, td { text-align: right; padding: 4px 8px; border-bottom: 1px solid var(--edge); } th:first-child, td:first-child { text-align: left; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 8px 0 0; font-size: .92rem; } dt { font-weight: 600; } dd { margin: 0; }
details summary { cursor: pointer; font-weight: 600; }
`;
