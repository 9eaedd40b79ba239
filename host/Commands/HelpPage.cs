namespace EarlyExit.Host.Commands;

/// <summary>Every command in a screenful: 24 lines of 80 letters.</summary>
internal static class HelpPage
{
    public const string Text = """
        ./workbook COMMAND [options]     claims about early-exit networks, tried out

          run [NOTEBOOKS]       run notebooks (all, if none is named), build the site
              --scale SCALE     smoke (seconds), quick (minutes, default), full (hours)
              --data NAME       a data set or a folder of arrays (see data/README.md)
              --profile         the slowest cells at the end
              --time-limit S    seconds for one cell (600; a day at full scale)
          site                  build the site from notebooks as they are, run nothing
          publish [NOTEBOOKS]   run at quick scale, write outputs and verdicts back
          clean [NOTEBOOKS]     put notebooks in the form in which they are committed
          student [FOLDER]      copies of the notebooks without outputs and answers
          data NAME             download a data set and check it
          train zoo             train the networks whose outputs are in data/zoo
          sweep VERB STUDY      a study of many networks, here or on a cluster: example,
                                plan, run, slurm, kubernetes, collect (docs/sweeps.md)
          score FILE            every measure of a network's outputs; --json for records
          bench [ROWS]          time the library beside PyTorch, scikit-learn, SciPy
          kernel install        register a C# kernel for Jupyter and VS Code
          test [ROOMS]          build, run the tests, check the format; --long: hours
          help                  this page; COMMAND --help says more about one

        NOTEBOOKS are files, patterns or starts of names: run 00 notebooks/2*.ipynb
        The first call sets the machine up, see environment.md, and how without bash.
        Exit code: 0 all is well, 1 a cell or a test failed, 2 your turn (see the line)
        """;
}
