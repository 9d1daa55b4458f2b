/** Runs the program in a worker. */
export function ask(worker) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }) => resolve(data);
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.postMessage("run", [port2]);
  });
}
