#r "artifacts/notebook/EarlyExit.Lib.dll"

using System.Threading;
using EarlyExit.Data.Downloads;
using EarlyExit.Workbook;

class Bar(ProgressLine line) : IProgress<DownloadProgress>
{
    private const int Width = 30;

    public void Report(DownloadProgress now)
    {
        var full = now.Total > 0 ? (int)(Width * now.Bytes / now.Total) : 0;
        var left = TimeSpan.FromSeconds(now.BytesPerSecond > 0 ? (now.Total - now.Bytes) / now.BytesPerSecond : 0);
        line.Show($"{now.File} [{new string('#', full)}{new string('.', Width - full)}] {now.Bytes / 1e6:F0} of {now.Total / 1e6:F0} MB, "
            + $"{now.BytesPerSecond / 1e6:F1} MB/s, {left:m\\:ss} left");
    }
}

var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
string folder;
using (var line = new ProgressLine())
    folder = await Download.Fetch(Session.DataSet, Session.DataFolder, new Bar(line), stop.Token);
Console.WriteLine($"{Session.DataSet}: {folder}");
