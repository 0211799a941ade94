// Plays the channel's live playlist (H.264 and AAC in fragmented MP4) by Media Source Extensions, for browsers that know no
// HLS: the newest segments are appended as they come, playback keeps near their end, and whatever breaks begins anew.
class LivePlayer {
  static get isUsable() { return "MediaSource" in window && MediaSource.isTypeSupported('video/mp4; codecs="avc1.42c01f,mp4a.40.2"'); }
  constructor(video, url) {
    this.video = video; this.list = new URL(url, location.href); this.restarts = 0; this.isStopped = false;
    this.watch = setInterval(() => this.keepUp(), 500);
    this.run();
  }
  stop() { this.isStopped = true; this.abort?.abort(); clearInterval(this.watch); this.release(); }
  release() { const old = this.video.src; this.video.removeAttribute("src"); this.video.load(); if (old.startsWith("blob:")) URL.revokeObjectURL(old); this.buffer = null; }
  async run() {
    while (!this.isStopped) {
      this.abort = new AbortController();
      try { await this.play(); } catch (error) { this.lastError = String(error); }
      if (this.isStopped) return;
      this.restarts += 1;
      this.release();
      await this.pause(Math.min(10000, 500 * 2 ** Math.min(5, this.failures = (this.failures ?? 0) + 1)));
    }
  }
  pause(milliseconds) { return new Promise(done => setTimeout(done, milliseconds)); }
  async get(url, kind) {
    const limit = AbortSignal.timeout(10000), stop = () => this.abort.abort();
    limit.addEventListener("abort", stop);
    try {
      const answer = await fetch(url, { cache: kind === "text" ? "no-store" : "default", signal: this.abort.signal });
      if (!answer.ok) throw Object.assign(new Error(`${answer.status} for ${url}`), { status: answer.status });
      return await answer[kind]();
    } finally { limit.removeEventListener("abort", stop); }
  }
  // Resolves once the buffer has taken a change; rejects when the media cannot be decoded.
  change(act) {
    return new Promise((done, fail) => {
      const buffer = this.buffer, end = () => { buffer.removeEventListener("updateend", end); this.video.error ? fail(this.video.error) : done(); };
      buffer.addEventListener("updateend", end);
      buffer.addEventListener("error", () => fail(new Error("the segment does not decode")), { once: true });
      try { act(buffer); } catch (error) { buffer.removeEventListener("updateend", end); fail(error); }
    });
  }
  async play() {
    // The master list, which has the codecs, lies beside the media list.
    const master = await this.get(new URL("master.m3u8", this.list), "text"), media = new MediaSource();
    const codecs = master.match(/CODECS="([^"]+)"/)?.[1] ?? "avc1.42c01f,mp4a.40.2", list = this.list;
    this.video.src = URL.createObjectURL(media);
    await new Promise((done, fail) => { media.addEventListener("sourceopen", done, { once: true }); setTimeout(() => fail(new Error("the media source does not open")), 5000); });
    this.buffer = media.addSourceBuffer(`video/mp4; codecs="${codecs}"`);
    media.duration = Infinity;
    let last = -1, map = "", started = false;
    while (!this.isStopped) {
      const { target, segments } = LivePlayer.parse(await this.get(list, "text"));
      this.target = target;
      const newest = segments.at(-1)?.sequence ?? -1;
      if (newest < last) throw new Error("the playlist has begun anew");
      const fresh = segments.filter(segment => segment.sequence > last && !segment.isGap).slice(last < 0 ? -3 : -6);
      for (const segment of fresh) {
        last = segment.sequence;
        let bytes;
        try {
          if (segment.map !== map) {
            const header = await this.get(new URL(segment.map, list), "arrayBuffer");
            // Time stamps count from the epoch; near zero every browser is exact.
            if (!map) this.buffer.timestampOffset = -segment.sequence * target;
            await this.change(buffer => buffer.appendBuffer(header));
            map = segment.map;
          }
          bytes = await this.get(new URL(segment.name, list), "arrayBuffer");
        } catch (error) { if (error.status !== 404) throw error; continue; }
        await this.change(buffer => buffer.appendBuffer(bytes));
        if (!started && this.video.buffered.length) {
          started = true; this.failures = 0;
          this.video.currentTime = this.video.buffered.start(0);
          this.video.play().catch(() => {});
        }
      }
      const old = this.video.currentTime - 30;
      if (this.video.buffered.length && this.video.buffered.start(0) < old - 30) await this.change(buffer => buffer.remove(0, old));
      await this.pause(fresh.length ? target * 500 : target * 250);
    }
  }
  // Leaps over holes and back to the live edge.
  keepUp() {
    const { video, target } = this, ranges = video.buffered;
    if (!this.buffer || !ranges.length || video.seeking) return;
    const end = ranges.end(ranges.length - 1), now = video.currentTime;
    if (video.error) { this.abort.abort(); return; }
    if (end - now > 5 * target && !video.paused) { video.currentTime = end - 2 * target; return; }
    for (let i = 0; i < ranges.length; i++) if (now < ranges.start(i)) { if (i === 0 || now > ranges.end(i - 1) - 0.3) video.currentTime = ranges.start(i) + 0.01; return; }
  }
  static parse(text) {
    const segments = []; let target = 2, sequence = 0, map = "", isGap = false;
    for (const line of text.split("\n")) {
      const [tag, value] = line.split(/:(.*)/);
      if (tag === "#EXT-X-TARGETDURATION") target = Number(value);
      else if (tag === "#EXT-X-MEDIA-SEQUENCE") sequence = Number(value);
      else if (tag === "#EXT-X-MAP") map = value.match(/URI="([^"]+)"/)[1];
      else if (tag === "#EXT-X-GAP") isGap = true;
      else if (line && !line.startsWith("#")) { segments.push({ sequence, name: line, map, isGap }); sequence += 1; isGap = false; }
    }
    return { target, segments };
  }
}
