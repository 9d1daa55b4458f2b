/** What a method returns: a promise of the data that can also give the whole answer. */

/** @param {() => Promise<{ data: unknown }>} run the call; what it throws at once is a rejection, too */
export function start(run) {
  const reply = (async () => run())();
  const data = reply.then(({ data }) => data);
  data.withResponse = () => {
    // Whoever asks for the whole answer hears of a failure there, and need not catch it here as well.
    data.catch(() => {});
    return reply;
  };
  return data;
}
