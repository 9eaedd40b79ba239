namespace TorchSharp;

/// <summary>
/// Tells the garbage collector of native memory: it sees a tensor's 60 managed bytes, not what they hold. When the tensors not yet
/// released pass a limit, the unreachable ones are collected, youngest generation first. What stays is in use: the limit rises above
/// it, so that a program that disposes what it makes is left in peace. (GC.AddMemoryPressure counts what was made and not what is
/// alive, and collects every few megabytes even where everything is disposed.)
/// </summary>
internal static class NativeMemory
{
    private const long Headroom = 128L << 20;

    private static long live, limit = Headroom;
    private static int collecting;

    public static void Add(long bytes)
    {
        if (Interlocked.Add(ref live, bytes) > Volatile.Read(ref limit)) Collect();
    }

    public static void Remove(long bytes) => Interlocked.Add(ref live, -bytes);

    private static void Collect()
    {
        if (Interlocked.Exchange(ref collecting, 1) != 0) return;
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            if (Volatile.Read(ref live) < limit - Headroom / 2) break;
            if (generation == GC.MaxGeneration) Volatile.Write(ref limit, live + Math.Max(Headroom, live / 2));
        }
        Volatile.Write(ref collecting, 0);
    }
}
