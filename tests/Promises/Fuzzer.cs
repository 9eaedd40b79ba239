using System.Diagnostics;

namespace EarlyExit.Tests.Promises;

/// <summary>Feeds damaged files to what reads them, and holds each reading to the promise: refused by name or read, in time, with little memory.</summary>
internal sealed class Fuzzer : IDisposable
{
    private const int SlowMilliseconds = 1000;
    private readonly string _folder;
    private readonly FileFormat _format;
    private readonly byte[][] _whole;
    private readonly long _wholeBytes;
    private int _damaged = -1;

    public Fuzzer(FileFormat format)
    {
        _format = format;
        // A folder in memory where there is one: a disk would be written to a million times.
        var place = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        _folder = Path.Combine(place, $"earlyexit-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_folder);
        _whole = [.. format.Files.Select((file, k) => Packed(k, file.Bytes))];
        for (var k = 0; k < _whole.Length; k++) File.WriteAllBytes(PathOf(k), _whole[k]);
        _wholeBytes = _whole.Sum(bytes => (long)bytes.Length);
        format.Load(_folder); // the sample is whole
    }

    /// <summary>Inputs tried, and of these refused.</summary>
    public int Tried { get; private set; }

    /// <inheritdoc cref="Tried"/>
    public int Refused { get; private set; }

    /// <summary>The most bytes allocated for a byte of the files, after those that are free.</summary>
    public double MostPerByte { get; private set; }

    /// <summary>The longest reading in milliseconds.</summary>
    public double Slowest { get; private set; }

    /// <summary>Tries a file in the place of the sample's <paramref name="file"/>-th; whether it was refused.</summary>
    /// <param name="file">Which file.</param>
    /// <param name="content">What is in it, before it is packed.</param>
    /// <param name="what">What was done to it, for the message.</param>
    public bool Try(int file, byte[] content, string what)
    {
        var bytes = Packed(file, content);
        if (_damaged != file) Mend();
        File.WriteAllBytes(PathOf(file), bytes);
        _damaged = file;
        var size = _wholeBytes - _whole[file].Length + bytes.Length;
        var problem = Read(size, out var refused, out var perByte, out var milliseconds);
        // Others are at work on the machine too: what is slow has to be slow three times.
        for (var again = 0; again < 2 && milliseconds > SlowMilliseconds; again++) problem = Read(size, out refused, out perByte, out milliseconds);
        Tried++;
        if (refused) Refused++;
        MostPerByte = Math.Max(MostPerByte, perByte);
        Slowest = Math.Max(Slowest, milliseconds);
        if (milliseconds > SlowMilliseconds) problem ??= $"took {milliseconds:F0} ms";
        if (perByte > _format.MostPerByte) problem ??= $"allocated {perByte:F0} bytes for each of the {size} bytes, expected at most {_format.MostPerByte}";
        Assert.True(problem is null, $"{_format.Name}, {_format.Files[file].Name}, {what}: {problem}\n{Convert.ToBase64String(bytes.AsSpan(0, Math.Min(bytes.Length, 4000)))}");
        return refused;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Mend()
    {
        if (_damaged >= 0) File.WriteAllBytes(PathOf(_damaged), _whole[_damaged]);
    }

    private byte[] Packed(int file, byte[] content) => file == 0 ? _format.Pack(content) : content;

    private string PathOf(int file) => Path.Combine(_folder, _format.Files[file].Name);

    private string? Read(long size, out bool refused, out double perByte, out double milliseconds)
    {
        var (clock, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        string? problem = null;
        refused = false;
        try
        {
            _format.Load(_folder);
        }
        catch (Exception error)
        {
            refused = true;
            if (!_format.Refusals.Any(type => type.IsInstanceOfType(error))) problem = $"{error}";
            else if (!_format.Files.Any(file => error.Message.Contains(Path.GetFileName(file.Name)))) problem = $"names no file: {error}";
        }
        milliseconds = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        perByte = Math.Max(0, GC.GetAllocatedBytesForCurrentThread() - before - FileFormat.Free) / (double)Math.Max(1, size);
        return problem;
    }
}
