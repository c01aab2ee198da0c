import { reportStyle } from "../report/document";

/** Style sheet of the dashboard: that of a report, with what a page needs that changes and is used by keyboard. */
export const dashboardStyle = `${reportStyle}
[hidden] { display: none !important; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--card); padding: 6px 12px; z-index: 1; }
a { color: var(--stable); } :focus-visible { outline: 3px solid var(--stable); outline-offset: 2px; }
header { display: flex; justify-content: space-between; flex-wrap: wrap; gap: 4px 16px; max-width: 960px; margin: 0 auto; padding: 14px 20px 0; }
.brand { font-weight: 650; } .brand a { color: inherit; text-decoration: none; }
#connection { color: var(--soft); font-size: .88rem; font-variant-numeric: tabular-nums; } #connection.bad { color: var(--fail); font-weight: 600; }
nav ul { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; max-width: 960px; margin: 0 auto; padding: 6px 20px 0; font-size: .92rem; }
main { padding-top: 16px; }
.outcome.progressing, .outcome.promoting, .outcome.passed { color: var(--stable); }
.bar-of-stages { display: flex; flex-wrap: wrap; gap: 8px; list-style: none; margin: 14px 0 0; padding: 0; }
.bar-of-stages li { flex: 1 1 96px; background: var(--card); border: 1px solid var(--edge); border-top: 4px solid var(--edge); border-radius: 8px; padding: 6px 10px; font-size: .92rem; }
.bar-of-stages b { display: block; } .bar-of-stages .passed { border-top-color: var(--pass); } .bar-of-stages .failed { border-top-color: var(--fail); }
.bar-of-stages .soaking, .bar-of-stages .shifting { border-top-color: var(--stable); } .bar-of-stages .held { border-top-color: var(--wait); }
.facts { background: var(--card); border: 1px solid var(--edge); border-radius: 10px; margin: 14px 0 0; padding: 14px 20px; }
.facts + h2 { margin-top: 18px; } .facts dl { margin: 0; } dd { color: var(--ink); font-variant-numeric: tabular-nums; }
meter { width: min(260px, 100%); height: 14px; vertical-align: middle; }
.problem { border-left: 4px solid var(--fail); background: var(--card); padding: 8px 14px; margin-top: 12px; overflow-wrap: anywhere; }
.wait { border-left: 4px solid var(--wait); background: var(--card); padding: 8px 14px; margin-top: 12px; overflow-wrap: anywhere; }
.commands { list-style: none; margin: 14px 0 0; padding: 0; }
.commands li { display: flex; gap: 10px; align-items: baseline; margin-top: 6px; }
.commands code { flex: 1; min-width: 0; overflow-wrap: anywhere; background: var(--card); border: 1px solid var(--edge); border-radius: 6px; padding: 4px 10px; font-size: .88rem; }
button { font: inherit; font-size: .88rem; color: var(--ink); background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: 3px 12px; cursor: pointer; }
#plots figure { background: none; border: 0; border-top: 1px solid var(--edge); border-radius: 0; padding: 14px 0 0; }
#gate td:nth-child(2) { white-space: nowrap; } .refuse { color: var(--fail); font-weight: 600; } td.pass { color: var(--pass); } td.pending, td.waived, td.report { color: var(--wait); }
td { overflow-wrap: break-word; }
@media (max-width: 560px) { header, nav ul { padding-left: 12px; padding-right: 12px; } .facts { padding: 12px; } .commands li { flex-wrap: wrap; } .commands code { flex-basis: 100%; } }
`;
