using EarlyExit.Host.Commands;
using EarlyExit.Host.Notebooks;

return args is [Worker.Verb, var pipe, var folder]
    ? await Worker.ServeAsync(pipe, folder)
    : await CommandLine.RunAsync(args);
