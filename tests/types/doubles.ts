// Methods can be replaced by the doubles of a test: these are the signatures of vitest's and jest's spyOn.
import type { alibaba, Client } from "pandapon";

type Procedure = (...args: any[]) => any;
type MethodsOf<Of> = { [Name in keyof Of]: Of[Name] extends Procedure ? Name : never }[keyof Of];
interface Mock<Of extends Procedure> {
  mockResolvedValue(value: Awaited<ReturnType<Of>>): this;
  mockImplementation(implementation: (...args: Parameters<Of>) => ReturnType<Of>): this;
}
declare function spyOn<Of extends object, Name extends MethodsOf<Of>>(
  object: Of,
  name: Name,
): Mock<Extract<Of[Name], Procedure>>;

declare const client: Client;
spyOn(client.alibaba.order, "get").mockResolvedValue({ baseInfo: { status: "waitsellersend" } });
spyOn(client, "call");
// @ts-expect-error misspelt
spyOn(client.alibaba.order, "get").mockResolvedValue({ baseInfo: { status: "waitselersend" } });
// @ts-expect-error no such method
spyOn(client.alibaba.order, "got");

client.alibaba.order.get = spyOn(client.alibaba.order, "get") as never;

/** A program that needs one method takes it, and a test hands in another. */
export async function statusOf(
  get: (params: { webSite: "1688"; orderId: string }) => PromiseLike<alibaba.order.Order>,
) {
  const { baseInfo } = await get({ webSite: "1688", orderId: "1" });
  return baseInfo?.status;
}
await statusOf(client.alibaba.order.get);
await statusOf(async () => ({ baseInfo: { status: "success" } }));
