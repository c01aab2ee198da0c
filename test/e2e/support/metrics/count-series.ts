/** Number of series that a Prometheus answers a query with. */
export async function countSeries(prometheusUrl: string, query: string): Promise<number> {
  const url = `${prometheusUrl}/api/v1/query?${new URLSearchParams({ query }).toString()}`;
  const { data } = (await (await fetch(url)).json()) as { data: { result: readonly unknown[] } };
  return data.result.length;
}
