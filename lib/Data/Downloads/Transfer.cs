using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace EarlyExit.Data.Downloads;

/// <summary>
/// Brings the bytes of one file from one address, in as many tries as it takes, each going on where the last one broke off.
/// It fails in two ways: HttpRequestException, the file could not be had now; InvalidDataException, it is not the file that was expected.
/// </summary>
internal sealed class Transfer(HttpClient http, Patience patience, IProgress<DownloadProgress>? progress)
{
    private const long GoodTry = 1 << 20;

    // Of a file whose length nobody states.
    private const long Most = 1 << 28;

    /// <summary>Appends to <paramref name="part"/> until it has <c>file.Bytes</c> bytes, or as many as the server says; what is there beforehand counts as the beginning of the file.</summary>
    public async Task Run(RemoteFile file, Uri address, FileStream part, CancellationToken cancel)
    {
        var total = file.Bytes;
        for (var failures = 0; total is null || part.Length < total;)
        {
            var before = part.Length;
            try
            {
                total = await Try(file, address, part, cancel);
            }
            catch (HttpRequestException error) when (IsPassing(error))
            {
                failures = part.Length - before >= GoodTry ? 0 : failures + 1;
                if (failures >= patience.Attempts) throw;
                if (failures > 0) await Task.Delay(patience.Pause * Math.Pow(2, failures - 1), cancel);
            }
        }
    }

    /// <summary>Whether another try may help: not without a network, nor when the server says no.</summary>
    private static bool IsPassing(HttpRequestException error) => error.StatusCode is { } status
        ? (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        : error.InnerException is not SocketException
        {
            SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
                or SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.HostUnreachable
        };

    /// <summary>One request, from the end of <paramref name="part"/>, or from the beginning where the server does not know ranges; returns the length of the file.</summary>
    private async Task<long> Try(RemoteFile file, Uri address, FileStream part, CancellationToken cancel)
    {
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stalled.CancelAfter(patience.Stall);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (part.Length > 0) request.Headers.Range = new RangeHeaderValue(part.Length, null);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stalled.Token);
            var (start, total) = Start(response, file);
            var asked = part.Length;
            if (start != asked) part.SetLength(0); // The server does not know ranges, or gets them wrong: from the beginning.
            if (start != part.Length) throw new HttpRequestException($"asked for the bytes from {asked} on, the server sends those from {start}");
            part.Position = start;
            await using var body = await response.Content.ReadAsStreamAsync(stalled.Token);
            await Copy(body, file, total, part, stalled);
            return total ?? part.Length;
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"nothing came for {patience.Stall.TotalSeconds:0.##} seconds", error);
        }
    }

    /// <summary>Where in the file the body of the response begins, and the length of the file, null where neither we nor the server know it.</summary>
    private static (long Start, long? Total) Start(HttpResponseMessage response, RemoteFile file)
    {
        var (status, content) = (response.StatusCode, response.Content.Headers);
        if (status == HttpStatusCode.RequestedRangeNotSatisfiable)
            throw new InvalidDataException("the file is shorter than what has come of it already");
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"the server answers {(int)status} {response.ReasonPhrase}", null, status);
        var start = status == HttpStatusCode.PartialContent ? content.ContentRange?.From ?? 0 : 0;
        var length = content.ContentRange?.Length ?? start + content.ContentLength;
        if (file.Bytes is { } expected && length is { } found && found != expected)
            throw new InvalidDataException($"the file has {found} bytes, expected {expected}");
        return (start, file.Bytes ?? length);
    }

    private async Task Copy(Stream body, RemoteFile file, long? total, FileStream part, CancellationTokenSource stalled)
    {
        var buffer = new byte[1 << 16];
        var (start, watch) = (part.Length, Stopwatch.StartNew());
        while (await Read(body, buffer, stalled) is > 0 and var read)
        {
            if (part.Length + read > (total ?? Most))
                throw new InvalidDataException($"the server sends more than the expected {total ?? Most} bytes");
            await part.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            progress?.Report(new(file.Name, part.Length, total ?? part.Length, (part.Length - start) / Math.Max(watch.Elapsed.TotalSeconds, 1e-3)));
        }
        if (part.Length < total) throw new HttpRequestException($"the connection broke off at byte {part.Length} of {total}");
    }

    /// <summary>Reads from the net; a connection that breaks ends like a body that is too short, while errors of the disk pass through.</summary>
    private async Task<int> Read(Stream body, byte[] buffer, CancellationTokenSource stalled)
    {
        stalled.CancelAfter(patience.Stall);
        try
        {
            return await body.ReadAsync(buffer, stalled.Token);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
