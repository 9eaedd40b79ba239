using EarlyExit.Bench;

// Started by ./workbook bench, which says in JSON what is asked.
if (args is not [var json])
{
    await Console.Error.WriteLineAsync("This program is started by ./workbook bench.");
    return 2;
}
try
{
    return Benchmark.Run(Request.Parse(json), Console.Out);
}
catch (Exception problem) when (problem is ArgumentException or PeerException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return problem is PeerException ? 1 : 2;
}
