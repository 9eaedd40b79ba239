using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EarlyExit.Tests.Data.Downloads;

/// <summary>Answers one request on a connection; <paramref name="from"/> is the first byte that was asked for.</summary>
internal delegate Task Answer(Stream connection, byte[] content, int from);

/// <summary>A web server on this machine that treats each file as its list of answers says: the first request by the first, and so on, the last for good.</summary>
internal sealed class UnreliableServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, (byte[] Content, Queue<Answer> Answers)> _files = [];
    private readonly Task _serving;

    public UnreliableServer()
    {
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>The requests so far: path and first byte that was asked for, null where none was.</summary>
    public List<(string Path, int? From)> Requests { get; } = [];

    public Uri Put(string name, byte[] content, params Answer[] answers)
    {
        _files["/" + name] = (content, new(answers.Length == 0 ? [Answers.Whole] : answers));
        return new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{name}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        List<Task> connections = [];
        try
        {
            while (true) connections.Add(Serve(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(TcpClient client)
    {
        try
        {
            using (client)
            await using (var connection = client.GetStream())
                await Reply(connection);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The client hung up, or the test is over.
        }
    }

    private async Task Reply(NetworkStream connection)
    {
        using var reader = new StreamReader(connection, Encoding.ASCII, false, 1, leaveOpen: true);
        var path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
        int? from = null;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'));
        lock (Requests) Requests.Add((path, from));
        var (content, answers) = _files[path];
        var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        await answer(connection, content, from ?? 0).WaitAsync(_stop.Token);
    }
}

/// <summary>What may happen to a request.</summary>
internal static class Answers
{
    public static readonly Answer Whole = Body(content => content);

    public static readonly Answer NotFound = Status("404 Not Found");

    public static readonly Answer Busy = Status("503 Service Unavailable");

    public static Answer CutAfter(int bytes) => async (connection, content, from) =>
    {
        await Head(connection, content.Length, from);
        await connection.WriteAsync(content.AsMemory(from, bytes));
    };

    public static Answer StallAfter(int bytes) => async (connection, content, from) =>
    {
        await CutAfter(bytes)(connection, content, from);
        await connection.FlushAsync();
        await Task.Delay(Timeout.Infinite);
    };

    public static readonly Answer Corrupted = Body(content => [.. content.Select((value, i) => i == content.Length / 2 ? (byte)~value : value)]);

    public static readonly Answer Longer = Body(content => [.. content, 0]);

    /// <summary>A body of unknown length that never ends.</summary>
    public static readonly Answer Endless = async (connection, content, _) =>
    {
        await connection.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
        while (true) await connection.WriteAsync(content);
    };

    /// <summary>A complete body of the wrong length that does not say so beforehand.</summary>
    public static readonly Answer ShortWithoutLength = async (connection, content, _) =>
    {
        await connection.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
        await connection.WriteAsync(content.AsMemory(0, content.Length / 2));
    };

    public static readonly Answer IgnoresRange = async (connection, content, _) => await Whole(connection, content, 0);

    public static readonly Answer WrongRange = async (connection, content, from) =>
    {
        await Head(connection, content.Length, from - 1);
        await connection.WriteAsync(content.AsMemory(from - 1));
    };

    private static Answer Body(Func<byte[], byte[]> change) => async (connection, content, from) =>
    {
        var body = change(content);
        await Head(connection, body.Length, from);
        await connection.WriteAsync(body.AsMemory(from));
    };

    private static Answer Status(string status) => async (connection, _, _) =>
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));

    private static async Task Head(Stream connection, int length, int from)
    {
        var head = from == 0
            ? "HTTP/1.1 200 OK\r\n"
            : $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{length - 1}/{length}\r\n";
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"{head}Content-Length: {length - from}\r\nConnection: close\r\n\r\n"));
    }
}
