namespace NetThreat.Learning.Boosting.Growing;

/// <summary>First and second derivative of the loss of one row by its margin, times the row's weight.</summary>
internal readonly record struct GradientPair(float Gradient, float Hessian);
