namespace NetThreat.Testing.Fuzz;

/// <summary>Makes a failing input smaller and plainer while it still fails.</summary>
public static class Minimizer
{
    private const int MaxAttempts = 20_000;

    public static FuzzInput Shrink(FuzzInput input, Func<FuzzInput, bool> fails)
    {
        int attempts = 0;
        bool Try(byte[] bytes) => attempts++ < MaxAttempts && fails(input with { Bytes = bytes });
        byte[] best = input.Bytes;
        for (int piece = Math.Max(1, best.Length / 2); piece > 0; piece /= 2)
            for (int at = 0; at + piece <= best.Length && attempts < MaxAttempts;)
            {
                byte[] shorter = [.. best.AsSpan(0, at), .. best.AsSpan(at + piece)];
                if (Try(shorter)) best = shorter;
                else at += piece;
            }

        for (int at = 0; at < best.Length && attempts < MaxAttempts; at++)
        {
            if (best[at] == 0) continue;
            byte[] plainer = [.. best];
            plainer[at] = 0;
            if (Try(plainer)) best = plainer;
        }

        return input with { Bytes = best };
    }
}
